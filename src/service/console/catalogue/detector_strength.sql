-- detector_strength: how strongly a detector spoke in the runs that are kept, in tenths of strength.
--
-- Reads   signal, run, cluster
-- Grain   one row a run and tenth

SELECT
    run_id,
    toUInt8(least(floor(strength * 10), 9))                                AS bin,
    countIf((run_id, subject_id) IN (SELECT run_id, cluster_id FROM cluster)) AS clusters,
    count() - clusters                                                     AS accounts
FROM signal
WHERE detector = {id:String} AND subject_id != 'peers'
  AND run_id IN (
      SELECT run_id FROM run WHERE isNotNull(finished_at) ORDER BY finished_at DESC LIMIT 10)
GROUP BY run_id, bin
ORDER BY run_id, bin
