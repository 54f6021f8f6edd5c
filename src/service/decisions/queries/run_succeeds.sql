-- run_succeeds: which campaigns a run's campaigns continue.
--
-- Reads   campaign
-- Grain   campaign_id

SELECT campaign_id, succeeds
FROM campaign
WHERE run_id = {run_id:UUID} AND notEmpty(succeeds)
ORDER BY campaign_id
