-- partner_right: what each partner told as one campaign and operators of ours carry, and whether it knew of theirs or met them by lot.
--
-- Reads   audit, indicator_received, indicator_worth, record_text
--         account_outcome   what became of accounts
--         partner_told      what each partner said last
--         pattern_match     who carries what
-- Writes  partner_right, opened anew for each run
-- Grain   (partner_id, named)
--
-- Whoever tells a thousand things by lot meets a campaign or two by one of them. Whoever knows the operator has what belongs together:
-- of what was told under one name two of its operators carry something by two causes, by each a tenth of what the partner ever told so,
-- and half of all who carry any of it are of that campaign. Text, program and behaviour are one cause: who uses a public tool has all
-- three. A name that meets operators by one cause is what lot looks like, and is told beside. A name counts as the bundle said it that
-- told the pattern first, so that nobody names together what was met; what had no name then says nothing. Nothing is earned by what
-- others told before, or by us: a pattern that had left here, any of a campaign of which something had, and any that was told after one
-- that so many operators carry that a sighting may have told of them.

WITH
    -- One row a partner, pattern and account that carries it, as far as nobody had told it before.
    carrier AS (
        SELECT
            partner_id, named, indicator_id, transform(kind, {kinds:Array(String)}, {causes:Array(String)}, '') AS cause,
            account_id, campaign_id, place_first,
            became = 'campaign' AND ifNull(told_first_at < left_at, true) AS is_guilty
        FROM (
            SELECT partner_id, named, indicator_id, said.kind AS kind, place_first, told_first_at, account_id
            FROM pattern_match
            INNER JOIN partner_told AS said ON said.indicator_id = pattern_match.pattern_id
            WHERE named != '' AND first_at <= valid_until AND NOT is_echo AND pattern_id IN (
                SELECT indicator_id FROM indicator_worth WHERE run_id = {run_id:UUID} AND weight_millibits > 0)
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
    -- One row a partner and campaign of ours: the first bundle of which a sighting may have told it.
    met AS (
        SELECT partner_id, campaign_id, min(place) AS place_met
        FROM (
            SELECT partner_id, campaign_id, any(place_first) AS place
            FROM carrier
            WHERE is_guilty
            GROUP BY partner_id, campaign_id, indicator_id
            HAVING uniqExact(account_id) >= {sighted_min:UInt32}
        ) AS sighted
        GROUP BY partner_id, campaign_id
    ),
    -- One row a partner, name, pattern and operator.
    hit AS (
        SELECT partner_id, named, indicator_id, cause, account_id, campaign_id
        FROM carrier
        LEFT JOIN met USING (partner_id, campaign_id)
        WHERE is_guilty AND (place_met = 0 OR place_first <= place_met)
    ),
    -- One row a partner, name and cause: how many patterns it ever told so, whatever became of them.
    told_ever AS (
        SELECT partner_id, named, cause, count() AS patterns_told
        FROM (
            SELECT
                toString(partner_id) AS partner_id, indicator_id,
                argMin(campaign_name, (place, campaign_name = '', campaign_name)) AS named,
                transform(toString(any(kind)), {kinds:Array(String)}, {causes:Array(String)}, '') AS cause
            FROM indicator_received
            GROUP BY partner_id, indicator_id
        ) AS first_told
        GROUP BY partner_id, named, cause
    ),
    -- One row a partner, name and campaign of ours.
    aimed AS (
        SELECT partner_id, named, campaign_id, count() AS causes
        FROM (
            SELECT partner_id, named, campaign_id, cause, uniqExact(indicator_id) AS patterns_met
            FROM hit
            GROUP BY partner_id, named, campaign_id, cause
        ) AS by_cause
        INNER JOIN told_ever USING (partner_id, named, cause)
        WHERE patterns_met >= {met_share:Float64} * patterns_told
        GROUP BY partner_id, named, campaign_id
    )
SELECT
    partner_id, named, campaign_id, causes,
    causes >= {causes_min:UInt32} AND operators >= {operators_min:UInt32} AND operators * 2 >= carriers AS is_right
FROM aimed
INNER JOIN (
    SELECT partner_id, named, campaign_id, uniqExact(account_id) AS operators FROM hit GROUP BY partner_id, named, campaign_id
) AS of_campaign USING (partner_id, named, campaign_id)
INNER JOIN (
    SELECT partner_id, named, uniqExact(account_id) AS carriers FROM carrier GROUP BY partner_id, named
) AS of_all USING (partner_id, named)
ORDER BY partner_id, named, is_right DESC, causes DESC, operators DESC, campaign_id
LIMIT 1 BY partner_id, named
