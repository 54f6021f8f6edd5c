-- displacement: how much of a campaign's traffic came back within some days of an action, beside what its days before promise.
--
-- Reads   account_profile, campaign_mark, campaign_member, exchange_template, displacement_account, displacement_action, displacement_day
-- Writes  displacement
-- Grain   (run_id, campaign_id, action_id, horizon_days)
--
-- Days before count from its first exchange, at most thirty; a day without traffic is one of nothing. The interval is that of
-- a sum of as many days, with the error of the mean; no day varies less than chance alone would make it. A few misdated rows
-- must not end the log later than it does: days that nobody saw would be told as days on which nobody came back.

INSERT INTO displacement (
    run_id, campaign_id, action_id, kind, policy_id, acted_at, touched, horizon_days, days_seen, days_before,
    exchanges_per_day, exchanges_staying, tokens_staying, accounts_back, exchanges_back, tokens_back,
    exchanges_expected, exchanges_expected_least, exchanges_expected_most, tokens_expected,
    accounts_back_before, accounts_text_only, strangers_with_text, others_per_day_before, others_per_day_after
)
WITH
    (SELECT least(max(last_seen_at), {window_end:DateTime64(3)}) FROM account_profile) AS log_end,
    (SELECT greatest(min(first_seen_at), {window_start:DateTime64(3)}) FROM account_profile) AS log_start,
    horizon AS (SELECT arrayJoin([1, 7, 30]) AS days),
    before AS (
        SELECT
            campaign_id, action_id,
            toFloat64(-min(day_offset)) AS span,
            sum(exchanges_own) / span   AS per_day,
            sum(tokens_own) / span      AS tokens_per_day,
            greatest(per_day, sum(exchanges_own * exchanges_own) / span - per_day * per_day) AS variance
        FROM displacement_day
        WHERE day_offset < 0
        GROUP BY campaign_id, action_id
    ),
    -- One row an action and horizon.
    since AS (
        SELECT
            campaign_id, action_id, days,
            sumIf(exchanges_own, day_offset >= 0)   AS staying,
            sumIf(tokens_own, day_offset >= 0)      AS staying_tokens,
            sumIf(exchanges_after, day_offset >= 0) AS back,
            sumIf(tokens_after, day_offset >= 0)    AS back_tokens,
            sumIf(accounts_new, day_offset < 0)     AS new_before
        FROM displacement_day
        CROSS JOIN horizon
        WHERE day_offset < days AND day_offset >= -days
        GROUP BY campaign_id, action_id, days
    ),
    came AS (
        SELECT
            campaign_id, action_id, days,
            countIf(is_counted)     AS counted,
            countIf(NOT is_counted) AS text_only
        FROM displacement_account
        INNER JOIN displacement_action USING (campaign_id, action_id)
        CROSS JOIN horizon
        WHERE run_id = {run_id:UUID} AND first_seen_at < acted_at + toIntervalDay(days)
        GROUP BY campaign_id, action_id, days
    ),
    -- Strangers are whoever is no member of any campaign, was there before, and sent a text that marks this one.
    stranger AS (
        SELECT campaign_id, action_id, uniqExact(account_id) AS strangers
        FROM exchange_template
        INNER JOIN (
            SELECT campaign_id, value_hash AS family_id FROM campaign_mark
            WHERE run_id = {run_id:UUID} AND kind = 'family' AND weight_millibits >= {weight_millibits_min:Int32}
        ) AS mark USING (family_id)
        INNER JOIN displacement_action USING (campaign_id)
        WHERE run_id = {run_id:UUID} AND received_at < acted_at
          AND account_id NOT IN (SELECT account_id FROM campaign_member WHERE run_id = {run_id:UUID})
        GROUP BY campaign_id, action_id
    ),
    others AS (
        SELECT
            campaign_id, action_id, days,
            sumIf(asked, profile_date < toDate(acted_at) AND profile_date >= toDate(acted_at) - days) AS asked_before,
            sumIf(asked, profile_date > toDate(acted_at) AND profile_date <= toDate(acted_at) + days) AS asked_after
        FROM (
            SELECT profile_date, sum(exchanges) AS asked FROM account_profile
            WHERE account_id NOT IN (SELECT account_id FROM campaign_member WHERE run_id = {run_id:UUID})
            GROUP BY profile_date
        ) AS daily
        CROSS JOIN displacement_action
        CROSS JOIN horizon
        GROUP BY campaign_id, action_id, days
    )
SELECT
    {run_id:UUID}, campaign_id, action_id, kind, policy_id, acted_at, touched, days,
    least(toFloat64(days), greatest(0, dateDiff('second', acted_at, log_end) / 86400)) AS seen_days,
    span, per_day, staying, staying_tokens, counted, back, back_tokens,
    per_day * seen_days AS expected,
    greatest(0, expected - 1.96 * sqrt(variance * (seen_days + if(span = 0, 0, seen_days * seen_days / span)))) AS least_expected,
    expected + 1.96 * sqrt(variance * (seen_days + if(span = 0, 0, seen_days * seen_days / span))),
    tokens_per_day * seen_days,
    new_before, text_only, strangers,
    asked_before / greatest(1, least(toFloat64(days), toFloat64(dateDiff('day', log_start, acted_at)))),
    asked_after / greatest(1, least(toFloat64(days), toFloat64(dateDiff('day', acted_at, log_end))))
FROM displacement_action
CROSS JOIN horizon
LEFT JOIN before USING (campaign_id, action_id)
LEFT JOIN since USING (campaign_id, action_id, days)
LEFT JOIN came USING (campaign_id, action_id, days)
LEFT JOIN stranger USING (campaign_id, action_id)
LEFT JOIN others USING (campaign_id, action_id, days)
ORDER BY campaign_id, action_id, days
