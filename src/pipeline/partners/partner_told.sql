-- partner_told: what each partner said last of each thing that it told, as far as the run knows it.
--
-- Reads   indicator_received, indicator_shared, indicator_worth, partner_wrong
-- Writes  partner_told, opened anew for each run and each comparison
-- Grain   (partner_id, indicator_id)
--
-- What was withdrawn stays, so that whoever was wrong does not become right by taking it back; it adds nothing, and at once. A
-- pattern that one partner tells twice counts once, as it told it last. Of more than are compared those come first that were ever
-- wrong, then those that anybody carried in the run before, both as they were told first, then what is in force, the newest first: so
-- what counted once is never pushed out by telling more, and whoever tells too much is not heard on the rest.

WITH
    -- One row a partner and pattern: when it was told first, ever, and as what.
    told_first AS (
        SELECT
            toString(partner_id) AS partner_id, indicator_id, min(place) AS place_first, min(received_at) AS told_first_at,
            argMin(campaign_name, (place, campaign_name = '', campaign_name)) AS named
        FROM indicator_received
        GROUP BY partner_id, indicator_id
    ),
    -- One row a pattern: who told it first, and when it left here.
    known_first AS (
        SELECT indicator_id, place_first_all, left_at
        FROM (SELECT indicator_id, min(place_first) AS place_first_all FROM told_first GROUP BY indicator_id) AS first_of_all
        LEFT JOIN (
            SELECT indicator_id, min(toNullable(shared_at)) AS left_at FROM indicator_shared GROUP BY indicator_id
        ) AS shared USING (indicator_id)
    ),
    -- One row a partner, object and pattern.
    newest AS (
        SELECT
            toString(received.partner_id) AS partner_id, object_id, indicator_id,
            maxIf(place, place <= {place_max:UInt64})                                  AS place_last,
            argMaxIf(toString(received.kind), place, place <= {place_max:UInt64})      AS kind,
            argMaxIf(received.pattern, place, place <= {place_max:UInt64})             AS pattern,
            argMaxIf(if(received.campaign_name = '', indicator_id, received.campaign_name), place,
                place <= {place_max:UInt64})                                           AS told_campaign,
            argMaxIf(received.valid_until, place, place <= {place_max:UInt64})         AS valid_until,
            argMax(received.is_withdrawn, place)                                       AS is_withdrawn
        FROM indicator_received AS received
        GROUP BY partner_id, object_id, indicator_id
        HAVING min(place) <= {place_max:UInt64} AND has({partners:Array(String)}, partner_id)
    ),
    -- One row a partner and pattern.
    distinct_pattern AS (
        SELECT partner_id, object_id, indicator_id, kind, pattern, told_campaign, valid_until, is_withdrawn, place_last
        FROM newest
        ORDER BY partner_id, indicator_id, is_withdrawn, place_last DESC, object_id
        LIMIT 1 BY partner_id, indicator_id
    )
SELECT
    partner_id,
    toUInt32(indexOf({partners:Array(String)}, partner_id)) AS partner_number,
    object_id, indicator_id, kind, pattern, told_campaign, valid_until, is_withdrawn, place_last, place_first, told_first_at, named,
    -- Told after another had told it, or after it left here: no proof of knowing anything.
    place_first > place_first_all OR ifNull(told_first_at >= left_at, false) AS is_echo,
    multiIf(
        (partner_id, indicator_id) IN (SELECT toString(partner_id), indicator_id FROM partner_wrong), 0,
        indicator_id IN (SELECT indicator_id FROM indicator_worth WHERE run_id = {met_run_id:UUID} AND accounts > 0), 1,
        NOT is_withdrawn AND valid_until > {window_end:DateTime64(3)}, 2,
        3) AS turn,
    if(turn < 2, toInt64(place_first), -toInt64(place_last)) AS place_in_turn
FROM distinct_pattern
INNER JOIN told_first USING (partner_id, indicator_id)
INNER JOIN known_first USING (indicator_id)
ORDER BY partner_id, turn, place_in_turn, indicator_id
LIMIT {patterns_max:UInt32} BY partner_id
