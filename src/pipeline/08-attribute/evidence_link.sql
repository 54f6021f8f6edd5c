-- evidence_link: what each linker says of each campaign: its typical weight over the links inside.
--
-- Reads   account_identity, account_value, campaign_member, link_evidence
-- Grain   one row a campaign and linker
--
-- The strongest pair is told. What a pair shares was counted over everybody, to be weighed; under a campaign
-- its members are counted, and `accounts_everywhere` says how many have it in all.

WITH
    -- One row a member.
    member AS (
        SELECT campaign_id, account_id FROM campaign_member WHERE run_id = {run_id:UUID}
    ),
    -- One row a campaign and linker.
    told AS (
        SELECT
            a.campaign_id AS campaign_id, linker, family, speaks,
            toInt32(quantileExactLow(0.5)(weight_millibits)) AS weight_typical,
            uniqExact((account_a, account_b))                 AS pairs,
            uniqExactArray([account_a, account_b])            AS accounts,
            argMax((facts, value_hash), (weight_millibits, account_a, account_b)) AS best
        FROM (
            SELECT account_a, account_b, linker, family, speaks, weight_millibits, facts, value_hash
            FROM link_evidence
            WHERE run_id = {run_id:UUID}
        ) AS evidence
        INNER JOIN member AS a ON a.account_id = evidence.account_a
        INNER JOIN member AS b ON b.account_id = evidence.account_b AND b.campaign_id = a.campaign_id
        GROUP BY campaign_id, linker, family, speaks
    ),
    -- One row a campaign, linker and value: its members who carry it.
    carried AS (
        SELECT
            campaign_id, linker, value_hash,
            uniqExact(account_id) AS carriers, uniqExact(entity_id) AS carriers_strange
        FROM (
            SELECT linker, value_hash, account_id
            FROM account_value
            WHERE run_id = {run_id:UUID} AND (linker, value_hash) IN (SELECT linker, best.2 FROM told)
        ) AS held
        INNER JOIN member USING (account_id)
        INNER JOIN (SELECT account_id, entity_id FROM account_identity) AS named USING (account_id)
        GROUP BY campaign_id, linker, value_hash
    )
SELECT
    campaign_id, linker, family, speaks, weight_typical, pairs, accounts,
    if(carriers = 0, best.1, mapUpdate(best.1, map(
        'accounts', toFloat64(carriers), 'entities', toFloat64(carriers_strange)))) AS facts_best,
    if(carriers = 0, 0, toUInt64(best.1['accounts']))                             AS accounts_everywhere
FROM told
LEFT JOIN carried
    ON carried.campaign_id = told.campaign_id AND carried.linker = told.linker AND value_hash = best.2
ORDER BY campaign_id, linker
