-- campaign_told: the campaigns of a run that need a person, and how many accounts each has.
--
-- Reads   campaign, campaign_member
-- Grain   campaign_id

SELECT
    campaign.campaign_id AS campaign_id,
    campaign.verdict AS verdict,
    campaign.confidence AS confidence,
    toUInt32(count()) AS accounts
FROM campaign
INNER JOIN campaign_member
    ON campaign_member.run_id = campaign.run_id AND campaign_member.campaign_id = campaign.campaign_id
WHERE campaign.run_id = {run_id:UUID} AND campaign_member.run_id = {run_id:UUID}
    AND campaign.verdict IN ('act', 'review')
GROUP BY campaign_id, verdict, confidence
ORDER BY verdict, accounts DESC, campaign_id
LIMIT 10000
