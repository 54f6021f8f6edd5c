-- attribution_slot: how the work of each fixed text is shared out among the members of a campaign.
--
-- Reads   campaign_member, template_slot
-- Grain   one row a campaign and family
--
-- A list of work goes through once; what people ask for themselves, several ask for.

SELECT campaign_id, toString(family_id) AS name, count() AS slots, countIf(carriers >= 2) AS slots_repeated
FROM (
    SELECT campaign_id, family_id, slot_hash, uniqExact(account_id) AS carriers
    FROM template_slot
    INNER JOIN (
        SELECT campaign_id, account_id FROM campaign_member WHERE run_id = {run_id:UUID}
    ) AS member USING (account_id)
    WHERE run_id = {run_id:UUID} AND works > 0
    GROUP BY campaign_id, family_id, slot_hash
)
GROUP BY campaign_id, family_id
ORDER BY campaign_id, family_id
