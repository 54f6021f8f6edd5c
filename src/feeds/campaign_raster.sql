-- campaign_raster: what the accounts of a campaign did, and when.
--
-- Reads   campaign_member, account_profile, account_identity, account_event, exchange, exchange_template
-- Grain   one row an account shown, in the order in which they were first seen
--
-- At most 400 accounts: every so many-th in order of first sight, and the 200 busiest. At most 160
-- buckets, of the least width of the list that suffices. A cell is of the commonest family in it, so
-- that cover traffic does not hide the template; of none only where no exchange of it carries one.

WITH
    -- One row a member: its whole traffic, and the span of everybody's.
    member AS (
        SELECT
            account_id,
            min(min(first_seen_at)) OVER ()                                     AS campaign_first_at,
            max(max(last_seen_at)) OVER ()                                      AS campaign_last_at,
            count() OVER ()                                                     AS members,
            row_number() OVER (ORDER BY min(first_seen_at), account_id) - 1     AS place,
            row_number() OVER (ORDER BY sum(exchanges) DESC, account_id)        AS busy_rank
        FROM account_profile
        WHERE account_id IN (
            SELECT account_id FROM campaign_member
            WHERE run_id = {run_id:UUID} AND campaign_id = {campaign_id:String})
        GROUP BY account_id
    ),
    -- One row an account shown.
    shown AS (
        SELECT
            account_id, place, members,
            arrayFirst(width -> dateDiff('second', campaign_first_at, campaign_last_at) < width * 159,
                [60, 300, 600, 900, 1800, 3600, 7200, 10800, 14400, 21600, 43200, 86400, 172800,
                 345600, 604800, 1209600, 2419200, 31536000])                   AS width_found,
            if(width_found = 0, 31536000, width_found)                          AS bucket_seconds,
            intDiv(toUnixTimestamp(campaign_first_at), bucket_seconds) * bucket_seconds AS start_second,
            intDiv(toUnixTimestamp(campaign_last_at) - start_second, bucket_seconds) + 1 AS buckets
        FROM member
        WHERE members <= 400 OR busy_rank <= 200 OR place * 200 % members < 200
    ),
    -- One row an exchange with a template. The opening speaks for the text, then the closing.
    carried AS (
        SELECT account_id, exchange_id, argMin(family_id, (part = 1, part)) AS family
        FROM exchange_template
        WHERE run_id = {run_id:UUID} AND account_id IN (SELECT account_id FROM shown)
        GROUP BY account_id, exchange_id
    ),
    -- One row an account and bucket.
    cell AS (
        SELECT
            account_id, bucket,
            toUInt32(sum(family_exchanges))                                      AS cell_exchanges,
            argMax(family, (family != 0, family_exchanges, family))              AS cell_family
        FROM (
            SELECT
                exchange.account_id AS account_id, family, count() AS family_exchanges,
                toUInt32(intDiv(toUnixTimestamp(received_at) - start_second, bucket_seconds)) AS bucket
            FROM exchange
            INNER JOIN shown ON shown.account_id = exchange.account_id
            LEFT JOIN carried ON carried.account_id = exchange.account_id
                AND carried.exchange_id = exchange.exchange_id
            WHERE exchange.account_id IN (SELECT account_id FROM shown)
            GROUP BY account_id, family, bucket
        )
        GROUP BY account_id, bucket
    ),
    -- One row an account that ended: the newest word on it is that it is suspended or closed.
    ended AS (
        SELECT account_id, max(occurred_at) AS ended_at
        FROM account_event
        WHERE kind IN ('suspended', 'closed', 'reinstated')
        GROUP BY account_id
        HAVING argMax(kind, (occurred_at, kind)) != 'reinstated'
    )
SELECT
    shown.account_id                                                             AS account_id,
    any(role)                                                                    AS member_role,
    if(any(is_known) = 1,
        formatDateTime(any(created_at), '%Y-%m-%dT%H:%i:%SZ', 'UTC'), NULL)      AS born_at,
    if(toUnixTimestamp(any(ended.ended_at)) > 0,
        formatDateTime(any(ended.ended_at), '%Y-%m-%dT%H:%i:%SZ', 'UTC'), NULL)  AS closed_at,
    toUInt32(any(members))                                                       AS accounts,
    toUInt32(any(shown.bucket_seconds))                                          AS width_seconds,
    toUInt32(any(start_second))                                                  AS start_at_second,
    toUInt32(any(buckets))                                                       AS bucket_count,
    arraySort(groupArray(
        (bucket, cell_exchanges, if(cell_family = 0, '', lower(hex(cell_family))))))            AS cells
FROM shown
INNER JOIN cell ON cell.account_id = shown.account_id
LEFT JOIN (
    SELECT account_id, role FROM campaign_member
    WHERE run_id = {run_id:UUID} AND campaign_id = {campaign_id:String}
) AS membership ON membership.account_id = shown.account_id
LEFT JOIN account_identity ON account_identity.account_id = shown.account_id
LEFT JOIN ended ON ended.account_id = shown.account_id
GROUP BY account_id
ORDER BY any(place)
