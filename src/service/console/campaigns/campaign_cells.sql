-- campaign_cells: what every account of a campaign did, and when, for the raster.
--
-- Reads   campaign_member, campaign_taken, cluster_member, campaign, account_profile, account_identity, account_event, exchange, exchange_template
-- Grain   one row an account, in the order in which they were first seen, at most 20,000
--
-- At most 400 buckets, of the least width of the list that suffices. A cell is of the commonest family in it, so that cover
-- traffic does not hide the template; of none only where no exchange of it carries one.

WITH
    member AS (
        SELECT
            account_id,
            min(min(first_seen_at)) OVER ()                                     AS campaign_first_at,
            max(max(last_seen_at)) OVER ()                                      AS campaign_last_at,
            count() OVER ()                                                     AS members,
            row_number() OVER (ORDER BY min(first_seen_at), account_id) - 1     AS place
        FROM account_profile
        WHERE account_id IN (
            SELECT account_id FROM campaign_member
            WHERE run_id = {run_id:UUID} AND campaign_id = {campaign_id:String})
        GROUP BY account_id
    ),
    shown AS (
        SELECT
            account_id, place, members,
            arrayFirst(width -> dateDiff('second', campaign_first_at, campaign_last_at) < width * 399,
                [60, 300, 600, 900, 1800, 3600, 7200, 10800, 14400, 21600, 43200, 86400, 172800,
                 345600, 604800, 1209600, 2419200, 31536000])                   AS width_found,
            if(width_found = 0, 31536000, width_found)                          AS bucket_seconds,
            intDiv(toUnixTimestamp(campaign_first_at), bucket_seconds) * bucket_seconds AS start_second,
            intDiv(toUnixTimestamp(campaign_last_at) - start_second, bucket_seconds) + 1 AS buckets
        FROM member
        WHERE place < 20000
    ),
    -- The opening speaks for the text, then the closing.
    carried AS (
        SELECT account_id, exchange_id, argMin(family_id, (part = 1, part)) AS family
        FROM exchange_template
        WHERE run_id = {run_id:UUID} AND account_id IN (SELECT account_id FROM shown)
        GROUP BY account_id, exchange_id
    ),
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
    -- The newest word on them is that they are suspended or closed.
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
    toInt32(any(weight_millibits))                                               AS tie_millibits,
    toUInt32(intDiv(any(taken_share) + 500, 1000))                               AS taken,
    toUInt32(any(members))                                                       AS accounts,
    toUInt32(any(shown.bucket_seconds))                                          AS width_seconds,
    toUInt32(any(start_second))                                                  AS start_at_second,
    toUInt32(any(buckets))                                                       AS bucket_count,
    arraySort(groupArray((bucket, cell_exchanges, if(cell_family = 0, '', lower(hex(cell_family)))))) AS cells
FROM shown
INNER JOIN cell ON cell.account_id = shown.account_id
LEFT JOIN (
    SELECT account_id, role FROM campaign_member
    WHERE run_id = {run_id:UUID} AND campaign_id = {campaign_id:String}
) AS membership ON membership.account_id = shown.account_id
LEFT JOIN (
    SELECT account_id, sum(toUInt64(share_thousandths)) AS taken_share FROM campaign_taken
    WHERE run_id = {run_id:UUID} AND campaign_id = {campaign_id:String}
    GROUP BY account_id
) AS taking ON taking.account_id = shown.account_id
LEFT JOIN (
    SELECT account_id, weight_millibits FROM cluster_member
    WHERE run_id = {run_id:UUID} AND cluster_id IN (
        SELECT cluster_id FROM campaign WHERE run_id = {run_id:UUID} AND campaign_id = {campaign_id:String})
) AS tie ON tie.account_id = shown.account_id
LEFT JOIN account_identity ON account_identity.account_id = shown.account_id
LEFT JOIN ended ON ended.account_id = shown.account_id
GROUP BY account_id
ORDER BY any(place)
