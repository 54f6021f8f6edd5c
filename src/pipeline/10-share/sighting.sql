-- sighting: what partners are told back of what they told: who of our operators carries it, as a count.
--
-- Reads   campaign, campaign_member, indicator_match
-- Writes  sighting
-- Grain   (run_id, partner_id, object_id)
--
-- Of campaigns that are at least for a person to look at, and of operators alone: otherwise whoever tells an address would be told whether a customer of ours has it.

INSERT INTO sighting (run_id, partner_id, object_id, indicator_id, accounts, first_seen_at, last_seen_at)
SELECT
    {run_id:UUID}, partner_id, object_id, any(indicator_id), uniqExact(account_id), min(first_at), max(last_at)
FROM indicator_match
INNER JOIN (
    SELECT DISTINCT account_id
    FROM campaign_member
    INNER JOIN (SELECT campaign_id FROM campaign WHERE run_id = {run_id:UUID} AND verdict IN ('act', 'review')) AS found USING (campaign_id)
    WHERE run_id = {run_id:UUID} AND role = 'operator'
) AS operator USING (account_id)
WHERE run_id = {run_id:UUID} AND weight_millibits > 0
GROUP BY partner_id, object_id
