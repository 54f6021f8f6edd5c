-- run_member: the members of a run's campaigns, with what each is known by.
--
-- Reads   campaign, campaign_member, account_identity, countermeasure_proposed
-- Grain   (campaign_id, account_id)

SELECT
    campaign_id,
    cluster_id,
    verdict,
    confidence,
    needs,
    account_id,
    entity_id,
    role,
    payment_hash
FROM campaign
INNER JOIN (
    SELECT campaign_id, account_id, role FROM campaign_member WHERE run_id = {run_id:UUID}
) AS member USING (campaign_id)
LEFT JOIN (
    SELECT campaign_id, needs FROM countermeasure_proposed WHERE run_id = {run_id:UUID}
) AS proposed USING (campaign_id)
LEFT JOIN (SELECT account_id, entity_id, payment_hash FROM account_identity) AS identity USING (account_id)
WHERE run_id = {run_id:UUID}
ORDER BY campaign_id, account_id
