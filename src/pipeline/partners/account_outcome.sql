-- account_outcome: what became of each account of which anything is known, by people and by the last run.
--
-- Reads   campaign, campaign_member, ruling
-- Writes  account_outcome, opened anew for each run
-- Grain   one row an account
--
-- An operator of a campaign that the last run would act on is one of a campaign, and so is whom people ruled so, alone or with the
-- campaign; a ruling that either is innocent outweighs both. What came in a file makes nobody one of a campaign, for whoever writes
-- there would outweigh innocents by it; it may say that somebody is innocent. Other operators are there with their campaign and no outcome.

WITH
    -- One row a subject.
    ruled AS (
        SELECT subject_kind, subject_id, conclusion AS word, ruling_id AS ruling
        FROM ruling_newest(at = {window_end:DateTime64(3)})
        WHERE subject_kind IN ('account', 'campaign') AND (conclusion != 'campaign' OR is_signed)
    ),
    -- One row an operator of the last run: its campaign, and what became of it.
    operator AS (
        SELECT
            account_id, campaign_id, ruling,
            multiIf(word = 'benign', 'benign', word = 'campaign' OR verdict = 'act', 'campaign', '') AS outcome
        FROM campaign_member
        INNER JOIN (
            SELECT campaign_id, verdict FROM campaign WHERE run_id = {last_run_id:UUID}
        ) AS found USING (campaign_id)
        LEFT JOIN (
            SELECT subject_id, word, ruling FROM ruled WHERE subject_kind = 'campaign'
        ) AS said ON subject_id = campaign_id
        WHERE run_id = {last_run_id:UUID} AND role = 'operator'
    )
SELECT
    account_id, max(of_campaign) AS campaign_id,
    multiIf(countIf(outcome = 'benign') > 0, 'benign', countIf(outcome = 'campaign') > 0, 'campaign', '') AS became,
    -- That says it is innocent.
    minIf(ruling, outcome = 'benign') AS ruling_id
FROM (
    SELECT account_id, campaign_id AS of_campaign, outcome, ruling FROM operator
    UNION ALL
    SELECT subject_id, '', word, ruling FROM ruled WHERE subject_kind = 'account'
) AS known
GROUP BY account_id
