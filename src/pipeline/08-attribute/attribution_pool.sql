-- attribution_pool: groups of accounts that may be of one hand with others: the operators of each campaign, of each
-- campaign of the last run that none continues, and whoever was sent away on one day.
--
-- Reads   account_event, campaign, campaign_member, cleared
-- Writes  attribution_pool, opened anew in each run
-- Grain   (pool_kind, pool_id, account_id)
--
-- Whoever is an operator now is in no other group: what an account shares with itself says nothing. Whoever people let
-- go is in none.

WITH
    operator AS (
        SELECT campaign_id, account_id FROM campaign_member WHERE run_id = {run_id:UUID} AND role = 'operator'
    ),
    -- One row a name that a campaign has or took over.
    continued AS (
        SELECT arrayJoin(arrayPushBack(succeeds, campaign_id)) AS name FROM campaign WHERE run_id = {run_id:UUID}
    ),
    let_go AS (SELECT subject_kind, subject_id FROM cleared WHERE run_id = {run_id:UUID}),
    -- One row an account that was sent away and not taken back.
    away AS (
        SELECT account_id, toDate(maxIf(occurred_at, kind = 'suspended')) AS day
        FROM account_event
        WHERE kind IN ('suspended', 'reinstated')
          AND account_id NOT IN (SELECT account_id FROM operator)
          AND account_id NOT IN (SELECT subject_id FROM let_go WHERE subject_kind = 'account')
        GROUP BY account_id
        HAVING argMax(kind, (occurred_at, kind)) = 'suspended'
    )
SELECT 'campaign' AS pool_kind, campaign_id AS pool_id, account_id
FROM operator
WHERE campaign_id NOT IN (SELECT subject_id FROM let_go WHERE subject_kind = 'campaign')
  AND account_id NOT IN (SELECT subject_id FROM let_go WHERE subject_kind = 'account')
UNION ALL
SELECT 'former' AS pool_kind, campaign_id AS pool_id, account_id
FROM campaign_member
WHERE run_id = {last_run_id:UUID} AND role = 'operator'
  AND campaign_id NOT IN (SELECT name FROM continued)
  AND campaign_id NOT IN (SELECT subject_id FROM let_go WHERE subject_kind = 'campaign')
  AND account_id NOT IN (SELECT account_id FROM operator)
  AND account_id NOT IN (SELECT subject_id FROM let_go WHERE subject_kind = 'account')
UNION ALL
SELECT 'banned' AS pool_kind, concat('banned-', toString(day)) AS pool_id, account_id
FROM (SELECT account_id, day, count() OVER (PARTITION BY day) AS accounts FROM away)
WHERE accounts >= {wave_min:UInt32}
