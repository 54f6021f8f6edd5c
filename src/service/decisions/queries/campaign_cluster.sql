-- campaign_cluster: which cluster each campaign of a run came from.
--
-- Reads   campaign
-- Grain   campaign_id

SELECT campaign_id, cluster_id
FROM campaign
WHERE run_id = {run_id:UUID}
ORDER BY campaign_id
