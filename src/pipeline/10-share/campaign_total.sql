-- campaign_total: what each campaign sent, and what it took.
--
-- Reads   campaign_member, campaign_taken, exchange, exchange_fingerprint
-- Grain   one row a campaign
--
-- All members count, in whatever role: what is taken through a stolen key is taken. Their own lives are
-- among the exchanges and not among the extracting ones.

WITH
    member AS (
        SELECT campaign_id, account_id FROM campaign_member WHERE run_id = {run_id:UUID}
    ),
    taken AS (
        SELECT account_id, exchange_id, toUInt64(share_thousandths) AS share
        FROM campaign_taken
        WHERE run_id = {run_id:UUID}
    )
SELECT
    campaign_id,
    toString(min(received_at))                                   AS first_seen_at,
    toString(max(received_at))                                   AS last_seen_at,
    count()                                                      AS exchanges,
    sum(toUInt64(greatest(0, ifNull(tokens_out, 0))))            AS tokens_out,
    intDiv(sum(share) + 500, 1000)                               AS exchanges_extracting,
    arrayFilter(x -> x.2 > 0, arraySort(x -> (-x.2, x.1), arrayMap(
        (k, v) -> (toString(k), intDiv(v + 500, 1000)),
        mapKeys(sumMap(map(capability, share)) AS shares), mapValues(shares)))) AS capabilities
FROM (
    SELECT
        campaign_id, exchange.received_at AS received_at, tokens_out, toString(capability) AS capability, share
    FROM exchange
    INNER JOIN (
        SELECT account_id, exchange_id, capability FROM exchange_fingerprint
        WHERE account_id GLOBAL IN (SELECT account_id FROM member)
    ) AS prints ON prints.account_id = exchange.account_id AND prints.exchange_id = exchange.exchange_id
    GLOBAL INNER JOIN member ON member.account_id = exchange.account_id
    GLOBAL LEFT JOIN taken ON taken.account_id = exchange.account_id AND taken.exchange_id = exchange.exchange_id
) AS exchanged
GROUP BY campaign_id
ORDER BY campaign_id
