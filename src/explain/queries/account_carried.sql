-- account_carried: what is done to a campaign and proposed for one account that came after it.
--
-- Reads   countermeasure_carried
-- Grain   (campaign_id, policy_id)

SELECT campaign_id, policy_id, level, restricted_id
FROM countermeasure_carried
WHERE account_id = {account_id:String}
ORDER BY campaign_id, policy_id
