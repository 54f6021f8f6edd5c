-- detector_said: on how many subjects each detector spoke in a run.
--
-- Reads   signal, cluster
-- Grain   one row a detector

SELECT
    detector,
    countIf(subject_id IN (SELECT cluster_id FROM cluster WHERE run_id = {run_id:UUID})) AS clusters,
    count() - clusters AS accounts
FROM signal
WHERE run_id = {run_id:UUID} AND subject_id != 'peers'
GROUP BY detector
ORDER BY detector
