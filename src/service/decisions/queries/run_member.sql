-- run_member: the members of a run's campaigns, with what each is known by; then newcomers who look like one.
--
-- Reads   account_mission, account_recognised, campaign, campaign_member, account_identity,
--         countermeasure_proposed, verdict
-- Grain   (campaign_id, account_id)
--
-- The verdict is the milder of the campaign's and the account's own: in a campaign to act on there are accounts
-- that are for a person to look at. Newcomers stand at review until a run has looked at them.

SELECT
    campaign_id,
    cluster_id,
    if(own_verdict = 'review', 'review', campaign.verdict) AS verdict,
    confidence,
    needs,
    account_id,
    entity_id,
    role,
    payment_hash,
    false AS is_recognised
FROM campaign
INNER JOIN (
    SELECT campaign_id, account_id, role FROM campaign_member WHERE run_id = {run_id:UUID}
) AS member USING (campaign_id)
LEFT JOIN (
    SELECT subject_id AS account_id, if(countIf(verdict = 'act') > 0, 'act', 'review') AS own_verdict
    FROM verdict
    WHERE run_id = {run_id:UUID} AND subject_kind = 'account'
    GROUP BY subject_id
) AS own USING (account_id)
LEFT JOIN (
    SELECT campaign_id, needs FROM countermeasure_proposed WHERE run_id = {run_id:UUID}
) AS proposed USING (campaign_id)
LEFT JOIN (SELECT account_id, entity_id, payment_hash FROM account_identity) AS identity USING (account_id)
WHERE run_id = {run_id:UUID}
UNION ALL
SELECT
    campaign_id,
    cluster_id,
    'review',
    toUInt8({recognised_confidence:UInt8}),
    '',
    account_id,
    entity_id,
    'operator',
    toUInt64(0),
    true
FROM (
    SELECT account_id, argMax(campaign_id, recognised_at) AS campaign_id
    FROM account_recognised
    WHERE run_id = {run_id:UUID} OR account_id NOT IN (
        SELECT account_id FROM account_mission WHERE run_id = {run_id:UUID})
    GROUP BY account_id
) AS recognised
INNER JOIN (
    SELECT campaign_id, cluster_id FROM campaign WHERE run_id = {run_id:UUID}
    UNION ALL
    -- A wave of bans that the run knows no campaign for.
    SELECT DISTINCT campaign_id, '' FROM account_recognised
    WHERE run_id = {run_id:UUID} AND startsWith(campaign_id, 'banned-')
) AS known USING (campaign_id)
LEFT JOIN (SELECT account_id, entity_id FROM account_identity) AS identity USING (account_id)
WHERE account_id NOT IN (SELECT account_id FROM campaign_member WHERE run_id = {run_id:UUID})
ORDER BY campaign_id, account_id
