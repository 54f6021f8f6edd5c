-- detector_subject: the subjects that one detector speaks of most strongly.
--
-- Reads   signal
-- Grain   one row a subject

SELECT subject_id, strength, weight_millibits, facts
FROM signal
WHERE run_id = {run_id:UUID} AND detector = {detector:String}
ORDER BY abs(weight_millibits) DESC, subject_id
LIMIT {rows_max:UInt32}
