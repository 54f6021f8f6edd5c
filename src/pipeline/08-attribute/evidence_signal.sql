-- evidence_signal: what each detector says of each campaign's cluster.
--
-- Reads   campaign, signal
-- Grain   one row a campaign and detector

SELECT campaign_id, detector, family, weight_millibits, facts
FROM campaign
INNER JOIN (
    SELECT subject_id, detector, family, weight_millibits, facts FROM signal WHERE run_id = {run_id:UUID}
) AS signal ON signal.subject_id = campaign.cluster_id
WHERE run_id = {run_id:UUID}
ORDER BY campaign_id, detector
