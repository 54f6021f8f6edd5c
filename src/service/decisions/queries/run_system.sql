-- run_system: the system prompts that two operators of a campaign or more send, and no account outside.
--
-- Reads   exchange_fingerprint, campaign_member
-- Grain   (campaign_id, system_hash)

WITH
    -- One row an account and system prompt.
    used AS (
        SELECT DISTINCT account_id, system_hash FROM exchange_fingerprint WHERE system_hash != 0
    ),
    operator AS (
        SELECT campaign_id, account_id
        FROM campaign_member
        WHERE run_id = {run_id:UUID} AND role = 'operator'
    ),
    -- A prompt that one account outside sends too is not the campaign's own.
    outside AS (
        SELECT DISTINCT system_hash FROM used
        WHERE account_id NOT IN (SELECT account_id FROM operator)
    )
SELECT campaign_id, system_hash
FROM used
INNER JOIN operator USING (account_id)
WHERE system_hash NOT IN (SELECT system_hash FROM outside)
GROUP BY campaign_id, system_hash
HAVING count() >= 2
ORDER BY campaign_id, system_hash
