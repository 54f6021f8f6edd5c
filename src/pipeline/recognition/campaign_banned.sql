-- campaign_banned: of whom the provider sent away, those who look like a campaign that the run found.
--
-- Reads   newcomer_trait
-- Writes  campaign_banned, opened anew for each learning
-- Grain   one row an account
--
-- Among the banned one in a few is of a pool, among newcomers one in thousands: fewer bits do.

SELECT account_id, argMax(campaign_id, (weight, campaign_id)) AS campaign_id
FROM (
    SELECT
        account_id, campaign_id, max(best) + (sum(best) - max(best)) / 2 AS weight,
        countIf(best >= {family_millibits_min:Int32}) AS families
    FROM (
        SELECT account_id, campaign_id, family, max(weight_millibits) AS best
        FROM newcomer_trait
        GROUP BY account_id, campaign_id, family
    )
    GROUP BY account_id, campaign_id
)
WHERE weight >= {banned_millibits_min:Int32} AND families >= {families_min:UInt32}
GROUP BY account_id
