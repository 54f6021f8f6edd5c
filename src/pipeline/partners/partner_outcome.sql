-- partner_outcome: how often each partner was right and wrong, by what is known of whoever carries what it told.
--
-- Reads   campaign, campaign_member, indicator_match, indicator_received, indicator_worth, ruling
--         partner_told   what each partner said last
-- Grain   one row a partner
--
-- Right is counted by campaigns of ours that the last run would act on, or people ruled so: two of its operators carry what the
-- partner told as one campaign, and half of those who carry that are such. Wrong by what the partner tells as one campaign: somebody carries it whom people ruled innocent, or three proven
-- customers and more of them than operators. So a partner gains nothing by telling one thing under many names, and loses by it.

WITH
    -- One row a subject: the newest ruling that still holds; what people signed outranks what a sender says.
    ruled AS (
        SELECT subject_kind, subject_id, argMax(conclusion, (input_id = 0, ruled_at, ruling_id)) AS word
        FROM ruling
        WHERE subject_kind IN ('account', 'campaign') AND (isNull(expires_at) OR expires_at > {window_end:DateTime64(3)})
        GROUP BY subject_kind, subject_id
    ),
    -- One row an operator of the last run: its campaign, and what became of it.
    operator AS (
        SELECT
            account_id, campaign_id,
            multiIf(word = 'benign', 'benign', word = 'campaign' OR verdict = 'act', 'campaign', '') AS outcome
        FROM campaign_member
        INNER JOIN (
            SELECT campaign_id, verdict FROM campaign WHERE run_id = {last_run_id:UUID}
        ) AS found USING (campaign_id)
        LEFT JOIN (SELECT subject_id, word FROM ruled WHERE subject_kind = 'campaign') AS said ON subject_id = campaign_id
        WHERE run_id = {last_run_id:UUID} AND role = 'operator'
    ),
    -- One row a partner, told campaign and account that carries some of it.
    carrier AS (
        SELECT
            partner_id, told_campaign, account_id, campaign_id,
            multiIf(word = 'benign' OR outcome = 'benign', 'benign',
                word = 'campaign' OR outcome = 'campaign', 'campaign', '') AS became
        FROM (
            SELECT DISTINCT partner_id, told_campaign, account_id FROM indicator_match WHERE run_id = {run_id:UUID}
        ) AS matched
        LEFT JOIN operator USING (account_id)
        LEFT JOIN (SELECT subject_id, word FROM ruled WHERE subject_kind = 'account') AS said ON subject_id = account_id
    ),
    -- One row a partner and told campaign: who carries it, by what became of them.
    known AS (
        SELECT
            partner_id, told_campaign, count() AS carriers_all,
            countIf(became = 'benign') AS spared, countIf(became = 'campaign') AS guilty
        FROM carrier
        GROUP BY partner_id, told_campaign
    ),
    campaign_right AS (
        SELECT partner_id, uniqExact(if(campaign_id = '', told_campaign, campaign_id)) AS campaigns_right
        FROM carrier
        INNER JOIN known USING (partner_id, told_campaign)
        WHERE became = 'campaign' AND guilty >= {operators_min:UInt32} AND guilty * 2 >= carriers_all
        GROUP BY partner_id
    ),
    -- One row a partner and told campaign.
    campaign_told AS (
        SELECT partner_id, told_campaign, max(reference_carriers) AS innocent
        FROM partner_told
        INNER JOIN (
            SELECT indicator_id, reference_carriers FROM indicator_worth WHERE run_id = {run_id:UUID}
        ) AS worth USING (indicator_id)
        GROUP BY partner_id, told_campaign
    ),
    campaign_wrong AS (
        SELECT partner_id, count() AS campaigns_wrong
        FROM campaign_told
        LEFT JOIN known USING (partner_id, told_campaign)
        WHERE spared > 0 OR (innocent >= {innocent_min:UInt32} AND innocent > guilty)
        GROUP BY partner_id
    )
SELECT
    told.partner_id AS partner_id,
    toUInt32(campaigns_right) AS campaigns_right, toUInt32(campaigns_wrong) AS campaigns_wrong,
    toUInt32(in_force) AS indicators, toUInt32(carriers) AS accounts
FROM (
    SELECT partner_id, countIf(NOT is_withdrawn) AS in_force FROM partner_told GROUP BY partner_id
) AS told
LEFT JOIN campaign_right ON campaign_right.partner_id = told.partner_id
LEFT JOIN campaign_wrong ON campaign_wrong.partner_id = told.partner_id
LEFT JOIN (
    SELECT toString(partner_id) AS partner_id, uniqExact(account_id) AS carriers
    FROM indicator_match
    WHERE run_id = {run_id:UUID} AND weight_millibits > 0
    GROUP BY partner_id
) AS carried ON carried.partner_id = told.partner_id
ORDER BY partner_id
