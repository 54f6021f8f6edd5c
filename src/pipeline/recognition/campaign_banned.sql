-- campaign_banned: of whom the provider sent away, those who look like a campaign that the run found, and waves.
--
-- Reads   banned, newcomer, newcomer_trait
-- Writes  campaign_banned, opened anew for each learning
-- Grain   one row an account
--
-- Among the banned one in a few is of a pool, among newcomers one in thousands: fewer bits do. Many who were sent
-- away on one day for one reason, and look like nothing that the run found, are a pool that the provider knows by
-- itself: it is named after the day and the reason.

WITH
    alike AS (
        SELECT account_id, argMax(campaign_id, (weight, campaign_id)) AS campaign
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
    ),
    -- Banned of no campaign, each with its day and reason, and how many share them.
    wave AS (
        SELECT account_id, toDate(said.1) AS day, said.2 AS reason, count() OVER (PARTITION BY day, reason) AS accounts
        FROM banned
        WHERE said.1 > toDateTime64(0, 3, 'UTC')
          AND account_id IN (SELECT account_id FROM newcomer)
          AND account_id NOT IN (SELECT account_id FROM alike)
    )
SELECT account_id, campaign AS campaign_id FROM alike
UNION ALL
SELECT
    account_id,
    concat('banned-', toString(day), '-',
        lowerUTF8(replaceRegexpAll(substringUTF8(reason, 1, 40), '[^\\pL\\pN]+', '-'))) AS campaign_id
FROM wave
WHERE accounts >= {wave_min:UInt32}
