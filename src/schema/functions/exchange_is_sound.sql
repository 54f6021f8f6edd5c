-- exchange_is_sound: whether a line is an exchange: cheap, for all lines. What is wrong with the others
-- `exchange_fault` says, and both must agree.
CREATE OR REPLACE FUNCTION exchange_is_sound AS (line, exchange_id, received_at, account_id) ->
    notEmpty(exchange_id) AND length(exchange_id) <= 128
    AND notEmpty(account_id) AND length(account_id) <= 128
    -- An array would be taken for an object whose keys it gives in their order.
    AND length(line) <= 33554432 AND NOT startsWith(line, '[')
    AND is_possible_instant(as_instant(received_at))
