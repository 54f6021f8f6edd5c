-- subject_signal: what each detector says of one account or cluster.
--
-- Reads   signal
-- Grain   one row a detector

SELECT detector, family, strength, weight_millibits, facts
FROM signal
WHERE run_id = {run_id:UUID} AND subject_id = {subject_id:String}
ORDER BY abs(weight_millibits) DESC, detector
