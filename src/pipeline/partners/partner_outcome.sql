-- partner_outcome: what is known of each partner's word, and how often it was wrong.
--
-- Reads   indicator_match, partner_wrong, ruling
--         account_outcome   what became of accounts
--         partner_known     who is heard, and what people said of their word
--         partner_told      what each partner said last
--         pattern_match     who carries what
-- Grain   one row a partner
--
-- Wrong is counted by what the partner told as one campaign, each pattern where it was first found wrong, whatever it was called
-- since. It stands until people say of the same subject that it is of a campaign; or, where only proven customers spoke, more operators
-- than they carry the same pattern; or two people vouch for the partner, who know of it. That operators of ours carry what it told is
-- for people to look at, and earns nothing: whoever tells enough meets some.

WITH
    -- One row a ruling on whom people say by now that it is of a campaign. Whether that holds still is not asked: a partner does not
    -- become wrong again by a ruling that is over.
    overturned AS (
        SELECT ruling_id
        FROM ruling
        INNER JOIN (
            SELECT subject_kind, subject_id FROM ruling_newest(at = '1970-01-01 00:00:00.000') WHERE conclusion = 'campaign'
        ) AS newest USING (subject_kind, subject_id)
    ),
    -- One row a pattern that operators carry: how many.
    of_operators AS (
        SELECT pattern_id AS indicator_id, uniqExact(account_id) AS operators
        FROM pattern_match
        INNER JOIN account_outcome USING (account_id)
        WHERE became = 'campaign'
        GROUP BY indicator_id
    ),
    campaign_wrong AS (
        SELECT partner_id, uniqExact(told_as) AS campaigns_wrong
        FROM (
            SELECT toString(partner_id) AS partner_id, indicator_id, argMin(told_campaign, (found_at, told_campaign)) AS told_as
            FROM partner_wrong
            INNER JOIN partner_known USING (partner_id)
            LEFT JOIN of_operators USING (indicator_id)
            WHERE found_at > vouched_at
              AND if(ruling_id = '', operators <= reference_carriers, ruling_id NOT IN (SELECT ruling_id FROM overturned))
            GROUP BY partner_id, indicator_id
        ) AS standing
        GROUP BY partner_id
    )
SELECT
    partner_known.partner_id AS partner_id, partner_number, is_paused, is_vouched,
    toUInt32(campaigns_met) AS campaigns_right, toUInt32(campaigns_wrong) AS campaigns_wrong,
    toUInt32(in_force) AS indicators, toUInt32(carriers) AS accounts
FROM partner_known
LEFT JOIN campaign_wrong USING (partner_id)
LEFT JOIN (
    SELECT partner_id, countIf(NOT is_withdrawn) AS in_force FROM partner_told GROUP BY partner_id
) AS told USING (partner_id)
LEFT JOIN (
    SELECT
        toString(partner_id) AS partner_id, uniqExact(account_id) AS carriers,
        uniqExactIf(campaign_id, became = 'campaign') AS campaigns_met
    FROM indicator_match
    LEFT JOIN account_outcome USING (account_id)
    WHERE run_id = {run_id:UUID} AND weight_millibits > 0
    GROUP BY partner_id
) AS carried USING (partner_id)
ORDER BY partner_id
