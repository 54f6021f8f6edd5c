-- campaign_identity: who pays for a campaign's accounts and how they were made, as keyed hashes.
--
-- Reads   campaign_member, account_identity
-- Grain   one row a kind and value, the five most widely used of each kind
--
-- A batch is sign-ups of one ten minutes, plan and referrer; one sign-up is no batch.

SELECT
    kind,
    lower(hex(value))                   AS value_hash,
    uniqExact(account_id)               AS accounts,
    count() OVER (PARTITION BY kind)    AS distinct_values
FROM account_identity
ARRAY JOIN
    ['payment_instruments', 'signup_batches'] AS kind,
    [payment_hash,
     if(is_known, cityHash64(intDiv(toUnixTimestamp(created_at), 600), plan, referrer_hash), 0)] AS value
WHERE value != 0 AND account_id IN (
    SELECT account_id FROM campaign_member
    WHERE run_id = {run_id:UUID} AND campaign_id = {campaign_id:String})
GROUP BY kind, value
HAVING kind != 'signup_batches' OR accounts >= 2
ORDER BY kind, accounts DESC, value
LIMIT 5 BY kind
