-- partner_told: what each partner said last of each thing that it told.
--
-- Reads   indicator_received
-- Writes  partner_told, opened anew for each run and each comparison
-- Grain   (partner_id, indicator_id)
--
-- What was withdrawn stays, so that whoever was wrong does not become right by taking it back; it adds nothing. A pattern that
-- one partner tells twice counts once, as it told it last.

SELECT partner_id, partner_number, object_id, indicator_id, kind, pattern, told_campaign, valid_until, is_withdrawn, place_last
FROM (
    SELECT
        partner_id,
        toUInt32(indexOf({partners:Array(String)}, partner_id)) AS partner_number,
        object_id, indicator_id, kind, pattern, told_campaign, valid_until, is_withdrawn, place_last
    FROM (
        SELECT
            toString(received.partner_id) AS partner_id, object_id, indicator_id, max(place) AS place_last,
            argMax(toString(received.kind), place) AS kind,
            argMax(received.pattern, place)        AS pattern,
            argMax(if(received.campaign_name = '', indicator_id, received.campaign_name), place) AS told_campaign,
            argMax(received.valid_until, place)    AS valid_until,
            argMax(received.is_withdrawn, place)   AS is_withdrawn
        FROM indicator_received AS received
        GROUP BY partner_id, object_id, indicator_id
    ) AS newest
    WHERE has({partners:Array(String)}, partner_id)
    ORDER BY partner_id, indicator_id, is_withdrawn, place_last DESC, object_id
    LIMIT 1 BY partner_id, indicator_id
) AS distinct_pattern
ORDER BY partner_id, place_last DESC, indicator_id
LIMIT {patterns_max:UInt32} BY partner_id
