-- partner_told: what each partner said last of each thing that it told, as far as the run knows it.
--
-- Reads   indicator_received, indicator_worth, partner_wrong
-- Writes  partner_told, opened anew for each run and each comparison
-- Grain   (partner_id, indicator_id)
--
-- What was withdrawn stays, so that whoever was wrong does not become right by taking it back; it adds nothing, and at once. A
-- pattern that one partner tells twice counts once, as it told it last; its campaign is the one that the partner named last for it, in
-- whichever of its objects and bundles: that one later says nothing of it takes nothing back. Of more than are compared those come first that were ever
-- wrong, then those that anybody carried in the run before, both as they were told first, then what is in force, the newest first: so
-- what counted once is never pushed out by telling more, and whoever tells too much is not heard on the rest.

WITH
    -- One row a partner and pattern: when it was told first, ever, and as what by now.
    told_first AS (
        SELECT
            toString(partner_id) AS partner_id, indicator_id, min(place) AS place_first,
            argMaxIf(campaign_name, place, campaign_name != '' AND place <= {place_max:UInt64}) AS named
        FROM indicator_received
        GROUP BY partner_id, indicator_id
    ),
    -- One row a partner, object and pattern.
    newest AS (
        SELECT
            toString(received.partner_id) AS partner_id, object_id, indicator_id,
            maxIf(place, place <= {place_max:UInt64})                                  AS place_last,
            argMaxIf(toString(received.kind), place, place <= {place_max:UInt64})      AS kind,
            argMaxIf(received.pattern, place, place <= {place_max:UInt64})             AS pattern,
            argMaxIf(received.valid_until, place, place <= {place_max:UInt64})         AS valid_until,
            argMax(received.is_withdrawn, place)                                       AS is_withdrawn
        FROM indicator_received AS received
        GROUP BY partner_id, object_id, indicator_id
        HAVING min(place) <= {place_max:UInt64} AND has({partners:Array(String)}, partner_id)
    ),
    -- One row a partner and pattern.
    distinct_pattern AS (
        SELECT partner_id, object_id, indicator_id, kind, pattern, valid_until, is_withdrawn, place_last
        FROM newest
        ORDER BY partner_id, indicator_id, is_withdrawn, place_last DESC, object_id
        LIMIT 1 BY partner_id, indicator_id
    )
SELECT
    partner_id,
    toUInt32(indexOf({partners:Array(String)}, partner_id)) AS partner_number,
    object_id, indicator_id, kind, pattern, if(named = '', indicator_id, named) AS told_campaign, valid_until, is_withdrawn,
    multiIf(
        (partner_id, indicator_id) IN (SELECT toString(partner_id), indicator_id FROM partner_wrong), 0,
        indicator_id IN (SELECT indicator_id FROM indicator_worth WHERE run_id = {met_run_id:UUID} AND accounts > 0), 1,
        NOT is_withdrawn AND valid_until > {window_end:DateTime64(3)}, 2,
        3) AS turn,
    if(turn < 2, toInt64(place_first), -toInt64(place_last)) AS place_in_turn
FROM distinct_pattern
INNER JOIN told_first USING (partner_id, indicator_id)
ORDER BY partner_id, turn, place_in_turn, indicator_id
LIMIT {patterns_max:UInt32} BY partner_id
