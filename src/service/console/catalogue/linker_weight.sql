-- linker_weight: how heavily a linker spoke in the runs that are kept, in steps of two bits; the last holds all above.
--
-- Reads   link_evidence, run
-- Grain   one row a run and step

SELECT
    run_id,
    toUInt8(least(intDiv(greatest(weight_millibits, 0), 2000), 9)) AS bin,
    count()                                                        AS pairs
FROM link_evidence
WHERE linker = {id:String}
  AND run_id IN (
      SELECT run_id FROM run WHERE isNotNull(finished_at) ORDER BY finished_at DESC LIMIT 10)
GROUP BY run_id, bin
ORDER BY run_id, bin
