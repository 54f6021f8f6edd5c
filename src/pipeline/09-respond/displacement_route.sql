-- displacement_route: by which models, channels and endpoints a campaign asked before an action, and who came after it since.
--
-- Reads   exchange, displacement_action, displacement_counted
-- Writes  displacement_route
-- Grain   (run_id, campaign_id, action_id, kind, name)

INSERT INTO displacement_route (
    run_id, campaign_id, action_id, kind, name, exchanges_before, exchanges_back
)
SELECT
    {run_id:UUID}, campaign_id, action_id, route_kind, route_name,
    countIf(NOT is_after) AS before, countIf(is_after) AS back
FROM exchange
INNER JOIN displacement_counted USING (account_id)
INNER JOIN displacement_action USING (campaign_id, action_id)
ARRAY JOIN
    ['channel', 'endpoint', 'model'] AS route_kind,
    [toString(channel), toString(endpoint), toString(model)] AS route_name
WHERE route_name != '' AND is_after = (received_at >= acted_at)
  AND received_at >= acted_at - toIntervalDay({days_max:UInt32})
  AND received_at < acted_at + toIntervalDay({days_max:UInt32})
  AND account_id IN (SELECT account_id FROM displacement_counted)
GROUP BY campaign_id, action_id, route_kind, route_name
ORDER BY before + back DESC, route_name
LIMIT {routes_max:UInt32} BY campaign_id, action_id, route_kind
