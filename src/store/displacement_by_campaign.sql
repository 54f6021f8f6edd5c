-- displacement_by_campaign: what was done to campaigns of a run, and where their traffic went.
--
-- Reads   displacement, displacement_route
-- Grain   (campaign_id, action_id, horizon_days); of one campaign, or of all where none is named

SELECT
    campaign_id, action_id, kind, policy_id, toString(acted_at) AS acted, touched, horizon_days, days_seen, days_before,
    exchanges_staying, accounts_back, exchanges_back, tokens_back,
    exchanges_expected, exchanges_expected_least, exchanges_expected_most, tokens_expected,
    accounts_back_before, accounts_text_only, strangers_with_text, others_per_day_before, others_per_day_after,
    routes
FROM (SELECT * FROM displacement WHERE run_id = {run_id:UUID}) AS measured
LEFT JOIN (
    SELECT
        campaign_id, action_id,
        arraySort(groupArray((toString(kind), name, exchanges_before, exchanges_back))) AS routes
    FROM displacement_route
    WHERE run_id = {run_id:UUID}
    GROUP BY campaign_id, action_id
) AS route USING (campaign_id, action_id)
WHERE {campaign_id:String} IN ('', campaign_id)
ORDER BY campaign_id, acted, action_id, horizon_days
LIMIT {rows_max:UInt32}
