-- partner_outcome: how often each partner was right and wrong, by what is known of whoever carries what it told.
--
-- Reads   audit, indicator_match, indicator_worth, partner_wrong, record_text, ruling
--         account_outcome   what became of accounts
--         partner_told      what each partner said last
--         pattern_match     who carries what
-- Grain   one row a partner
--
-- Right is counted by campaigns of ours that the last run would act on, or people ruled so: two of its operators carry what the
-- partner told as one campaign, and half of those who carry that are such. Whoever is in none of them is of one, whatever the
-- partner called it. Nothing is earned by what others told before, or by us: a
-- pattern that had left here, and any of a campaign of which something had. Wrong is counted by what the partner told as one
-- campaign, each pattern where it was first found wrong, whatever it was called since. It stands until people say of the same
-- subject that it is of a campaign, or, where only proven customers spoke, more operators than they carry what had been told as that
-- campaign by then. So a partner gains nothing by telling one thing under many names, and loses by it.

WITH
    -- One row a partner, told campaign and account that carries some of it, as far as nobody had told it before.
    carrier AS (
        SELECT
            partner_id, told_campaign, account_id, campaign_id,
            became = 'campaign' AND ifNull(told_at < left_at, true) AS is_guilty
        FROM (
            SELECT partner_id, told_campaign, account_id, min(told_first_at) AS told_at
            FROM pattern_match
            INNER JOIN partner_told AS said ON said.indicator_id = pattern_match.pattern_id
            WHERE first_at <= valid_until AND NOT is_echo AND pattern_id IN (
                SELECT indicator_id FROM indicator_worth WHERE run_id = {run_id:UUID} AND weight_millibits > 0)
            GROUP BY partner_id, told_campaign, account_id
        ) AS matched
        LEFT JOIN account_outcome USING (account_id)
        LEFT JOIN (
            SELECT JSONExtractString(text, 2) AS campaign_id, min(toNullable(at)) AS left_at
            FROM audit
            INNER JOIN record_text ON text_id = audit.subject
            WHERE action = 'release_share' AND startsWith(actor, 'person ')
            GROUP BY campaign_id
        ) AS shared USING (campaign_id)
    ),
    campaign_right AS (
        SELECT partner_id, uniqExact(campaign_id) AS campaigns_right
        FROM carrier
        WHERE is_guilty AND (partner_id, told_campaign) IN (
            SELECT partner_id, told_campaign
            FROM carrier
            GROUP BY partner_id, told_campaign
            HAVING countIf(is_guilty) >= {operators_min:UInt32} AND countIf(is_guilty) * 2 >= count())
        GROUP BY partner_id
    ),
    -- One row a ruling on whom people say by now that it is of a campaign. Whether that holds still is not asked: a partner does not
    -- become right, nor wrong again, by a ruling that is over.
    overturned AS (
        SELECT ruling_id
        FROM ruling
        INNER JOIN (
            SELECT subject_kind, subject_id FROM ruling_newest(at = '1970-01-01 00:00:00.000') WHERE conclusion = 'campaign'
        ) AS newest USING (subject_kind, subject_id)
    ),
    -- One row a partner and what it told as one campaign that proven customers alone spoke against, and more operators for: of what
    -- had been told so when it was first found wrong.
    borne_out AS (
        SELECT held_by, held_as
        FROM (
            SELECT
                toString(partner_id) AS held_by, told_campaign AS held_as, min(place_seen) AS known_to,
                max(reference_carriers) AS customers
            FROM partner_wrong
            WHERE ruling_id = ''
            GROUP BY held_by, held_as
        ) AS held
        INNER JOIN (
            SELECT partner_id, told_campaign, place_last, account_id
            FROM (SELECT pattern_id AS indicator_id, account_id, became FROM pattern_match INNER JOIN account_outcome USING (account_id)) AS known
            INNER JOIN partner_told USING (indicator_id)
            WHERE became = 'campaign' AND NOT is_echo
        ) AS told ON partner_id = held_by AND told_campaign = held_as
        WHERE place_last <= known_to
        GROUP BY held_by, held_as
        HAVING uniqExact(account_id) >= {operators_min:UInt32} AND uniqExact(account_id) > any(customers)
    ),
    campaign_wrong AS (
        SELECT partner_id, uniqExact(told_as) AS campaigns_wrong
        FROM (
            SELECT toString(partner_id) AS partner_id, indicator_id, argMin(told_campaign, (found_at, told_campaign)) AS told_as
            FROM partner_wrong
            WHERE if(ruling_id = '', (partner_id, told_campaign) NOT IN (SELECT held_by, held_as FROM borne_out),
                ruling_id NOT IN (SELECT ruling_id FROM overturned))
            GROUP BY partner_id, indicator_id
        ) AS standing
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
