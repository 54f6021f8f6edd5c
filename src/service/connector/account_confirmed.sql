-- account_confirmed: when the account system last said that it did to an account what it may have been asked.
--
-- Reads   account_event
-- Grain   (account_id, kind, restriction_id)
--
-- What is dated ahead of the clock was not done yet: it would confirm whatever is asked until then.

SELECT
    account_id,
    kind,
    if(kind IN ('restricted', 'unrestricted'), detail, '') AS restriction_id,
    toUnixTimestamp64Milli(max(occurred_at)) AS at_ms
FROM account_event
WHERE account_id IN {accounts:Array(String)}
  AND kind IN ('suspended', 'reinstated', 'verified', 'restricted', 'unrestricted')
  AND occurred_at <= fromUnixTimestamp64Milli({until_ms:Int64})
GROUP BY account_id, kind, restriction_id
