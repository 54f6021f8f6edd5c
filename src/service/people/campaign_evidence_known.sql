-- campaign_evidence_known: whether a campaign has a piece of evidence in a finished run that is kept.
--
-- Reads   attribution, campaign_evidence, run
-- Grain   at most one row

SELECT evidence_id
FROM (
    SELECT run_id, evidence_id FROM campaign_evidence
    WHERE campaign_id = {campaign_id:String} AND evidence_id = {evidence_id:String}
    UNION ALL
    SELECT run_id, evidence_id FROM attribution
    WHERE campaign_id = {campaign_id:String} AND evidence_id = {evidence_id:String}
) AS found
WHERE run_id IN (SELECT run_id FROM run WHERE isNotNull(finished_at))
LIMIT 1
