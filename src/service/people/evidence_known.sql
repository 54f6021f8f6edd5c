-- evidence_known: which of these ids name evidence of a run that is still kept.
--
-- Reads   attribution, campaign_evidence
-- Grain   evidence_id

SELECT DISTINCT evidence_id FROM campaign_evidence WHERE evidence_id IN {ids:Array(String)}
UNION DISTINCT
SELECT DISTINCT evidence_id FROM attribution WHERE evidence_id IN {ids:Array(String)}
