-- campaign_linker: what each linker says of the pairs inside one campaign.
--
-- Reads   campaign_member, link_evidence
-- Grain   one row a linker

WITH
    -- One row a member.
    member AS (
        SELECT account_id FROM campaign_member
        WHERE run_id = {run_id:UUID} AND campaign_id = {campaign_id:String}
    )
SELECT
    linker, family, speaks,
    count()                                        AS pairs,
    uniqExactArray([account_a, account_b])         AS accounts,
    uniqExactIf(value_hash, value_hash != 0)       AS values_shared,
    min(weight_millibits)                          AS millibits_least,
    quantileExactLow(0.5)(weight_millibits)        AS millibits_typical,
    max(weight_millibits)                          AS millibits_most
FROM link_evidence
WHERE run_id = {run_id:UUID}
  AND account_a IN (SELECT account_id FROM member)
  AND account_b IN (SELECT account_id FROM member)
GROUP BY linker, family, speaks
ORDER BY millibits_typical DESC, linker
