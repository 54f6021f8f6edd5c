-- evidence_link: what each linker says of each campaign: its typical weight over the links inside.
--
-- Reads   campaign_member, link_evidence
-- Grain   one row a campaign and linker

WITH
    -- One row a member.
    member AS (
        SELECT campaign_id, account_id FROM campaign_member WHERE run_id = {run_id:UUID}
    )
SELECT
    a.campaign_id AS campaign_id, linker, family, speaks,
    toInt32(quantileExactLow(0.5)(weight_millibits)) AS weight_typical,
    uniqExact((account_a, account_b))                 AS pairs,
    uniqExactArray([account_a, account_b])            AS accounts,
    argMax(facts, (weight_millibits, account_a, account_b)) AS facts_best
FROM (
    SELECT account_a, account_b, linker, family, speaks, weight_millibits, facts
    FROM link_evidence
    WHERE run_id = {run_id:UUID}
) AS evidence
INNER JOIN member AS a ON a.account_id = evidence.account_a
INNER JOIN member AS b ON b.account_id = evidence.account_b AND b.campaign_id = a.campaign_id
GROUP BY campaign_id, linker, family, speaks
ORDER BY campaign_id, linker
