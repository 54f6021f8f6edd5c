-- lines_halved: how many lines of the open file are no JSON and may be for half a surrogate pair alone.
--
-- Reads   input_line
-- Grain   one row
--
-- A prompt that was cut in the middle of an emoji is written so by many loggers, and whoever is looked
-- for may write one on purpose.

SELECT countIf(match(line, '(?i)\\\\ud[89a-f][0-9a-f]{2}') AND NOT isValidJSON(line)) AS halved
FROM input_line
