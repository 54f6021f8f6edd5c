-- subject_evidence: each subject's log-odds of extraction: of each family of detectors the strongest.
--
-- Reads   signal
-- Grain   one row a subject

WITH
    -- One row a subject and family.
    strongest AS (
        SELECT
            subject_id, family,
            if(family = 'innocence', min(weight_millibits), max(weight_millibits)) AS best,
            argMax(detector, (abs(weight_millibits), detector)) AS best_detector
        FROM signal
        WHERE run_id = {run_id:UUID}
        GROUP BY subject_id, family
    )
SELECT
    subject_id,
    toInt32(sum(best)) AS extraction_millibits,
    arraySort(groupArray((family, toString(best_detector), toInt32(best)))) AS families
FROM strongest
GROUP BY subject_id
ORDER BY subject_id
