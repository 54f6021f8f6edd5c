-- account_confirmed: when the account system last said that it suspended, reinstated or verified an account.
--
-- Reads   account_event
-- Grain   (account_id, kind)

SELECT
    account_id,
    kind,
    toUnixTimestamp64Milli(max(occurred_at)) AS at_ms
FROM account_event
WHERE account_id IN {accounts:Array(String)} AND kind IN ('suspended', 'reinstated', 'verified')
GROUP BY account_id, kind
