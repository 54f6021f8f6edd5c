-- exchange_span: how much was read, of when, and how many of its accounts the account file knows.
--
-- Reads   exchange, account
-- Grain   one row

SELECT
    count()                                                                   AS exchanges,
    toString(min(received_at))                                                AS first_at,
    toString(max(received_at))                                                AS last_at,
    uniqExact(account_id)                                                     AS accounts,
    uniqExactIf(account_id, account_id IN (SELECT account_id FROM account))   AS accounts_known,
    (SELECT count() FROM account)                                             AS accounts_in_file
FROM exchange
