-- campaign_noticed: by what the members of each campaign are held together.
--
-- Reads   campaign_member, cohort_evidence, link_evidence
-- Grain   one row a campaign and linker
--
-- Of each pair and family the strongest linker counts, as it does in a link.

WITH
    -- One row a member.
    member AS (
        SELECT campaign_id, account_id FROM campaign_member WHERE run_id = {run_id:UUID}
    ),
    -- One row a pair, family and linker; two where it was found among all and among the suspect.
    told AS (
        SELECT account_a, account_b, toString(family) AS family_told, toString(linker) AS linker_told, weight_millibits
        FROM link_evidence
        WHERE run_id = {run_id:UUID} AND speaks != 'against'
        UNION ALL
        SELECT account_a, account_b, toString(family), toString(linker), weight_millibits
        FROM cohort_evidence
        WHERE run_id = {run_id:UUID}
    ),
    -- One row a pair and family.
    strongest AS (
        SELECT
            account_a, account_b,
            argMax(linker_told, (weight_millibits, linker_told)) AS linker,
            max(weight_millibits)                                AS millibits
        FROM told
        GROUP BY account_a, account_b, family_told
    )
SELECT a.campaign_id AS campaign_id, linker, toFloat64(sum(millibits)) / 1000 AS bits
FROM strongest
INNER JOIN member AS a ON a.account_id = strongest.account_a
INNER JOIN member AS b ON b.account_id = strongest.account_b AND b.campaign_id = a.campaign_id
GROUP BY campaign_id, linker
ORDER BY campaign_id, linker
