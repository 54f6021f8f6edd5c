-- displacement_counted: whose exchanges count around an action: operators from before it, and who came after and carries more than text.
--
-- Reads   account_profile, campaign_member, displacement_account, displacement_action
-- Writes  displacement_counted, opened anew for each run
-- Grain   (campaign_id, action_id, account_id)

SELECT campaign_id, action_id, account_id, first_seen_at AS came_at, true AS is_after
FROM displacement_account
WHERE run_id = {run_id:UUID} AND is_counted
UNION ALL
SELECT campaign_id, action_id, account_id, came_at, false
FROM (
    SELECT campaign_id, account_id FROM campaign_member WHERE run_id = {run_id:UUID} AND role = 'operator'
) AS member
INNER JOIN (
    SELECT account_id, min(first_seen_at) AS came_at FROM account_profile GROUP BY account_id
) AS profile USING (account_id)
INNER JOIN displacement_action USING (campaign_id)
WHERE came_at < acted_at
