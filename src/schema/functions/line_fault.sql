-- line_fault: why a line is not JSON, or ''. What begins with NUL is what the store says of a record that
-- it could not make a line of; a log that writes the like says nothing new.
CREATE OR REPLACE FUNCTION line_fault AS (line) -> multiIf(
    startsWith(line, '\0') AND substring(line, 2) IN (
        'the line is longer than 32 MiB', 'the row has more columns than the header',
        'messages is not a JSON array', 'tools is not a JSON array',
        'artefacts_presented is not a JSON array', 'artefacts_issued is not a JSON array',
        'the row was damaged on the disk of the spool'),
    substring(line, 2),
    NOT isValidUTF8(line), 'the line is not valid UTF-8',
    NOT isValidJSON(line), 'the line is not valid JSON',
    NOT startsWith(trimBoth(substring(line, 1, 64)), '{'), 'the line is not a JSON object',
    '')
