-- exchange_fault: why a line is no exchange, or '' where it is one. 33554432 is 32 MiB: a longer line
-- is a fault of whatever wrote it, and would cost more memory than the rest of the file.
CREATE OR REPLACE FUNCTION exchange_fault AS (line, exchange_id, received_at, account_id) -> multiIf(
    length(line) > 33554432, 'the line is longer than 32 MiB',
    empty(exchange_id) AND NOT isValidUTF8(line), 'the line is not valid UTF-8',
    empty(exchange_id) AND NOT isValidJSON(line), 'the line is not valid JSON',
    empty(exchange_id), 'exchange_id is missing',
    length(exchange_id) > 128, 'exchange_id is longer than 128 bytes',
    empty(account_id), 'account_id is missing',
    length(account_id) > 128, 'account_id is longer than 128 bytes',
    empty(received_at), 'received_at is missing',
    isNull(parseDateTime64BestEffortOrNull(received_at, 3, 'UTC')), 'received_at is not an instant',
    toYear(assumeNotNull(parseDateTime64BestEffortOrNull(received_at, 3, 'UTC'))) NOT BETWEEN 2000 AND 2100,
    'received_at lies outside the years 2000 to 2100',
    '')
