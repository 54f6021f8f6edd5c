-- exchange_fault: why a line is no exchange, or '' where it is one. 33554432 is 32 MiB: a longer line
-- is a fault of whatever wrote it, and would cost more memory than the rest of the file.
CREATE OR REPLACE FUNCTION exchange_fault AS (line, exchange_id, received_at, account_id) -> multiIf(
    length(line) > 33554432, 'the line is longer than 32 MiB',
    (empty(exchange_id) OR startsWith(line, '[')) AND line_fault(line) != '', line_fault(line),
    empty(exchange_id), 'exchange_id is missing',
    length(exchange_id) > 128, 'exchange_id is longer than 128 bytes',
    empty(account_id), 'account_id is missing',
    length(account_id) > 128, 'account_id is longer than 128 bytes',
    empty(received_at), 'received_at is missing',
    isNull(as_instant(received_at)), 'received_at is not an instant',
    NOT is_possible_instant(as_instant(received_at)), 'received_at lies outside the years 2000 to 2100',
    '')
