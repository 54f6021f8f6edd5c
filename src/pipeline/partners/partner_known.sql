-- partner_known: everybody who ever told anything, and what people said of their word.
--
-- Reads   audit, indicator_received
-- Writes  partner_known, opened anew for each run
-- Grain   one row a partner
--
-- Heard are those that nobody paused, the first admitted first: nobody chooses when others were there before, and whoever gives
-- itself another name comes last. The last word of people counts: a pause ends what was vouched for, and a partner that is resumed
-- begins again.

WITH
    admitted AS (
        SELECT toString(partner_id) AS partner_id, min(place) AS place_first
        FROM indicator_received
        WHERE place <= {place_max:UInt64}
        GROUP BY partner_id
    ),
    said AS (
        SELECT
            substring(object, length('partner ') + 1)    AS partner_id,
            argMax(action, seq) = 'pause_partner'         AS was_paused,
            argMax(action, seq) = 'vouch_for_partner'     AS was_vouched,
            maxIf(at, action = 'vouch_for_partner')       AS last_vouched_at
        FROM audit
        WHERE action IN ('pause_partner', 'resume_partner', 'vouch_for_partner')
          AND startsWith(actor, 'person ') AND startsWith(object, 'partner ')
        GROUP BY partner_id
    )
SELECT
    partner_id, is_paused, is_vouched, vouched_at,
    -- Its place among those that are heard, from 1; 0 for whoever is not.
    toUInt32(if(is_paused OR turn > {partners_max:UInt32}, 0, turn)) AS partner_number
FROM (
    SELECT
        partner_id, was_paused AS is_paused, was_vouched AS is_vouched, last_vouched_at AS vouched_at,
        row_number() OVER (ORDER BY was_paused, place_first, partner_id) AS turn
    FROM admitted
    LEFT JOIN said USING (partner_id)
) AS in_turn
ORDER BY partner_number, partner_id
