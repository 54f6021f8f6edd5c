-- displacement_day: what the operators of a campaign from before an action, and who came after it, asked on each day around it.
--
-- Reads   exchange, displacement_action, displacement_counted
-- Writes  displacement_day, opened anew for each run
-- Grain   (campaign_id, action_id, day_offset): days of 24 hours from the action, which is 0

SELECT
    campaign_id, action_id,
    toInt32(floor((toUnixTimestamp64Milli(received_at) - toUnixTimestamp64Milli(acted_at)) / 86400000)) AS day_offset,
    countIf(NOT is_after)                                AS exchanges_own,
    countIf(is_after)                                    AS exchanges_after,
    sumIf(greatest(ifNull(tokens_out, 0), 0), NOT is_after) AS tokens_own,
    sumIf(greatest(ifNull(tokens_out, 0), 0), is_after)     AS tokens_after,
    uniqExactIf(account_id, is_after)                    AS accounts_after,
    uniqExactIf(account_id, NOT is_after AND day_offset = toInt32(floor(
        (toUnixTimestamp64Milli(came_at) - toUnixTimestamp64Milli(acted_at)) / 86400000))) AS accounts_new
FROM exchange
INNER JOIN displacement_counted USING (account_id)
INNER JOIN displacement_action USING (campaign_id, action_id)
WHERE received_at >= acted_at - toIntervalDay({days_max:UInt32})
  AND received_at < acted_at + toIntervalDay({days_max:UInt32})
  AND account_id IN (SELECT account_id FROM displacement_counted)
GROUP BY campaign_id, action_id, day_offset
ORDER BY campaign_id, action_id, day_offset
