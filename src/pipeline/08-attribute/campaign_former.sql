-- campaign_former: which clusters of this run hold operators of campaigns of the last one.
--
-- Reads   campaign, campaign_member, cluster_member, verdict
-- Grain   one row a cluster and campaign of the last run
--
-- Of clusters that were judged to be campaigns, by the accounts that hold them together.

WITH
    -- One row a campaign of the last run.
    former AS (
        SELECT campaign_id, any(campaign.succeeds) AS former_succeeds, count() AS former_operators
        FROM campaign_member
        INNER JOIN (SELECT campaign_id, succeeds FROM campaign WHERE run_id = {last_run_id:UUID}) AS campaign
            USING (campaign_id)
        WHERE run_id = {last_run_id:UUID} AND role = 'operator'
        GROUP BY campaign_id
    )
SELECT cluster_id, campaign_id, former_succeeds AS succeeds, former_operators AS operators, count() AS shared
FROM cluster_member
INNER JOIN (
    SELECT campaign_id, account_id FROM campaign_member
    WHERE run_id = {last_run_id:UUID} AND role = 'operator'
) AS member USING (account_id)
INNER JOIN former USING (campaign_id)
WHERE run_id = {run_id:UUID} AND is_seed AND cluster_id IN (
    SELECT subject_id FROM verdict
    WHERE run_id = {run_id:UUID} AND subject_kind = 'cluster' AND verdict IN ('review', 'act'))
GROUP BY cluster_id, campaign_id, succeeds, operators
ORDER BY cluster_id, campaign_id
