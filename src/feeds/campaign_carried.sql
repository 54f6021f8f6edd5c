-- campaign_carried: what is done to a campaign, or to one that it continues, and proposed for accounts that came after it.
--
-- Reads   countermeasure_carried
-- Grain   (policy_id, level)

SELECT policy_id, level, count() AS accounts
FROM countermeasure_carried
WHERE campaign_id = {campaign_id:String}
GROUP BY policy_id, level
ORDER BY policy_id, level
