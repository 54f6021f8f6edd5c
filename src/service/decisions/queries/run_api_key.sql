-- run_api_key: the API keys of the members of a run's campaigns, and of whom nobody may touch.
--
-- Reads   exchange, campaign_member
-- Grain   (account_id, api_key_id)

SELECT account_id, any(organization_id) AS organization, api_key_id
FROM exchange
WHERE api_key_id != '' AND (
    account_id IN (SELECT account_id FROM campaign_member WHERE run_id = {run_id:UUID})
    OR account_id IN {never_accounts:Array(String)}
    OR organization_id IN {never_organizations:Array(String)})
GROUP BY account_id, api_key_id
ORDER BY account_id, api_key_id
LIMIT {keys_max:UInt32} BY account_id
