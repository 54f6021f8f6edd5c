-- campaign_basis: the stored rows that the two scores of one campaign are computed from.
--
-- Reads   campaign, cluster, cluster_member, link, verdict
-- Grain   at most one row

WITH
    -- One row: the campaign.
    wanted AS (
        SELECT cluster_id FROM campaign
        WHERE run_id = {run_id:UUID} AND campaign_id = {campaign_id:String}
    ),
    -- One row a core member.
    core AS (
        SELECT account_id FROM cluster_member
        WHERE run_id = {run_id:UUID} AND is_core AND cluster_id IN (SELECT cluster_id FROM wanted)
    ),
    -- One row a controlled link inside.
    tie AS (
        SELECT account_a, account_b, weight_millibits AS millibits
        FROM link
        WHERE run_id = {run_id:UUID} AND is_controlled
          AND account_a IN (SELECT account_id FROM core)
          AND account_b IN (SELECT account_id FROM core)
    )
SELECT
    (SELECT any(cluster_id) FROM wanted)                       AS cluster_id,
    (SELECT count() FROM core)                                 AS accounts_core,
    count()                                                    AS links_inside,
    quantileExactLow(0.5)(millibits)                           AS millibits_typical,
    min(millibits)                                             AS millibits_least,
    max(millibits)                                             AS millibits_most,
    (SELECT any(extraction_millibits) FROM verdict
     WHERE run_id = {run_id:UUID} AND subject_kind = 'cluster'
       AND subject_id IN (SELECT cluster_id FROM wanted))      AS extraction_millibits
FROM tie
