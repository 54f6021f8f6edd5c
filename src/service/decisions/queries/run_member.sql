-- run_member: the members of a run's campaigns, with what each is known by; then newcomers who look like one.
--
-- Reads   account_mission, account_recognised, campaign, campaign_member, account_identity,
--         countermeasure_proposed
-- Grain   (campaign_id, account_id)
--
-- Newcomers stand at review, and under no ruling on the campaign, until a run judges them by what they send.

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
UNION ALL
SELECT
    concat(campaign_id, ', recognised'),
    '',
    'review',
    toUInt8({recognised_confidence:UInt8}),
    '',
    account_id,
    entity_id,
    'operator',
    toUInt64(0)
FROM (
    SELECT account_id, argMax(campaign_id, recognised_at) AS campaign_id
    FROM account_recognised
    GROUP BY account_id
) AS recognised
LEFT JOIN (SELECT account_id, entity_id FROM account_identity) AS identity USING (account_id)
WHERE campaign_id IN (SELECT campaign_id FROM campaign WHERE run_id = {run_id:UUID})
  AND account_id NOT IN (SELECT account_id FROM campaign_member WHERE run_id = {run_id:UUID})
  AND account_id NOT IN (
      SELECT account_id FROM account_mission
      WHERE run_id = {run_id:UUID} AND exchanges > {newcomer_exchanges_max:UInt32})
ORDER BY campaign_id, account_id
