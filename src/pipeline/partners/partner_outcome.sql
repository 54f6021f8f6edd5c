-- partner_outcome: how often each partner was right and wrong, by what is known of whoever carries what it told.
--
-- Reads   indicator_match, partner_wrong, ruling
--         account_outcome   what became of accounts
--         partner_right     what of it met operators of ours, and how
--         partner_told      what each partner said last
--         pattern_match     who carries what
-- Grain   one row a partner
--
-- Right is counted by campaigns of ours that it knew of, less half of the names by which it met operators by one cause alone: whoever
-- tells by lot has more than twice as many of these as of those. Wrong is counted by what the partner told as one campaign, each pattern where it was first found
-- wrong, whatever it was called since. It stands until people say of the same subject that it is of a campaign, or, where only proven
-- customers spoke, more operators than they carry what had been told as that campaign by then. So a partner gains nothing by telling
-- one thing under many names, and loses by it.

WITH
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
    toUInt32(greatest(0, toInt64(campaigns_known) - toInt64(intDiv(names_by_lot, {lot_names:UInt32})))) AS campaigns_right,
    toUInt32(campaigns_wrong) AS campaigns_wrong,
    toUInt32(in_force) AS indicators, toUInt32(carriers) AS accounts
FROM (
    SELECT partner_id, countIf(NOT is_withdrawn) AS in_force FROM partner_told GROUP BY partner_id
) AS told
LEFT JOIN (
    SELECT partner_id, uniqExactIf(campaign_id, is_right) AS campaigns_known, countIf(causes < {causes_min:UInt32}) AS names_by_lot
    FROM partner_right
    GROUP BY partner_id
) AS known ON known.partner_id = told.partner_id
LEFT JOIN campaign_wrong ON campaign_wrong.partner_id = told.partner_id
LEFT JOIN (
    SELECT toString(partner_id) AS partner_id, uniqExact(account_id) AS carriers
    FROM indicator_match
    WHERE run_id = {run_id:UUID} AND weight_millibits > 0
    GROUP BY partner_id
) AS carried ON carried.partner_id = told.partner_id
ORDER BY partner_id
