-- displacement_action: what was done to the campaigns of a run: bans of many on one day, and restrictions.
--
-- Reads   account_event, audit, campaign, campaign_member
-- Writes  displacement_action, opened anew for each run
-- Grain   (campaign_id, action_id)
--
-- A ban that was taken back was one, and moved traffic. A restriction acts when it comes in force, which may be after it was
-- written down; one that was changed acts again, and one that ended before it came in force did nothing. Of each campaign the
-- newest few.

WITH
    -- Each name that a campaign of the run has or continues.
    named AS (
        SELECT campaign_id, arrayJoin(arrayDistinct(arrayPushBack(succeeds, campaign_id))) AS name
        FROM campaign
        WHERE run_id = {run_id:UUID}
    ),
    ban AS (
        SELECT campaign_id, min(sent_away_at) AS acted, count() AS accounts
        FROM (
            SELECT account_id, min(occurred_at) AS sent_away_at
            FROM account_event
            WHERE kind = 'suspended'
            GROUP BY account_id
        ) AS event
        INNER JOIN (
            SELECT campaign_id, account_id FROM campaign_member WHERE run_id = {run_id:UUID} AND role = 'operator'
        ) AS member USING (account_id)
        GROUP BY campaign_id, toDate(sent_away_at)
        HAVING accounts >= {wave_min:UInt32}
    ),
    -- Trails of before restrictions had ids say of none when it ended.
    ended AS (
        SELECT JSONExtractString(facts, 'restriction_id') AS restriction_id, min(at) AS ended_at, true AS is_ended
        FROM audit
        WHERE action = 'restriction_ended'
        GROUP BY restriction_id
        HAVING restriction_id != ''
    ),
    restriction AS (
        SELECT name, policy, acted, subjects
        FROM (
            SELECT
                substring(subject, length('campaign ') + 1) AS name,
                substring(object, length('policy ') + 1)    AS policy,
                greatest(at, fromUnixTimestamp64Milli(JSONExtractInt(facts, 'from_ms'), 'UTC')) AS acted,
                JSONExtractUInt(facts, 'subjects')          AS subjects,
                JSONExtractString(facts, 'restriction_id')  AS restriction_id
            FROM audit
            WHERE action = 'restriction_opened' AND startsWith(subject, 'campaign ')
        ) AS opened
        LEFT JOIN ended USING (restriction_id)
        WHERE NOT is_ended OR ended_at >= acted
    )
SELECT
    campaign_id,
    trimBoth(concat(kind, ' ', policy_id, if(policy_id = '', '', ' '), formatDateTime(acted_at, '%FT%TZ'))) AS action_id,
    kind, policy_id, acted_at, max(accounts) AS touched
FROM (
    SELECT campaign_id, 'ban' AS kind, '' AS policy_id, toStartOfSecond(acted) AS acted_at, accounts FROM ban
    UNION ALL
    SELECT campaign_id, 'restriction', policy, toStartOfSecond(acted), subjects FROM restriction INNER JOIN named USING (name)
)
GROUP BY campaign_id, kind, policy_id, acted_at
ORDER BY campaign_id, acted_at DESC, action_id
LIMIT {actions_max:UInt32} BY campaign_id
