-- detector_ruled: what people ruled of the subjects on which a detector spoke in the runs that are kept.
--
-- Reads   signal, campaign, run, ruling_newest
-- Grain   one row a conclusion
--
-- A ruling on a campaign is one on the cluster that the campaign was made of. Each ruling counts once, in however many runs its
-- subject was spoken of.

WITH
    spoken AS (
        SELECT DISTINCT run_id, subject_id
        FROM signal
        WHERE detector = {id:String} AND subject_id != 'peers'
          AND run_id IN (
              SELECT run_id FROM run WHERE isNotNull(finished_at) ORDER BY finished_at DESC LIMIT 10)
    ),
    ruled AS (
        SELECT subject_kind, subject_id, toString(conclusion) AS conclusion
        FROM ruling_newest(at = {at:DateTime64(3)})
        WHERE conclusion IN ('benign', 'campaign')
    )
SELECT conclusion, count() AS subjects
FROM ruled
WHERE (subject_kind IN ('account', 'cluster') AND subject_id IN (SELECT subject_id FROM spoken))
   OR (subject_kind = 'campaign' AND subject_id IN (
          SELECT campaign_id FROM campaign WHERE (run_id, cluster_id) IN (SELECT run_id, subject_id FROM spoken)))
GROUP BY conclusion
ORDER BY conclusion
