-- account_row: what some accounts sent, day by day.
--
-- Reads   account_profile
-- Grain   one row an account and day (UTC)

SELECT
    account_id,
    toString(profile_date)     AS day,
    toUInt32(sum(exchanges))   AS exchanges,
    toUInt32(sum(elicited))    AS elicited
FROM account_profile
WHERE account_id IN {accounts:Array(String)}
GROUP BY account_id, profile_date
ORDER BY account_id, profile_date
LIMIT {rows_max:UInt32}
