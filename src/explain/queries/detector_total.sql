-- detector_total: what one detector said in one run.
--
-- Reads   signal, subject_profile
-- Grain   one row

SELECT
    count()                              AS subjects,
    countIf(subject_kind = 'cluster')    AS clusters,
    countIf(strength >= 0.5)             AS subjects_strong
FROM signal
LEFT JOIN (
    SELECT subject_id, subject_kind FROM subject_profile WHERE run_id = {run_id:UUID}
) AS judged USING (subject_id)
WHERE run_id = {run_id:UUID} AND detector = {detector:String}
