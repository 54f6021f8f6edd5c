-- campaign_total: what each campaign took.
--
-- Reads   campaign, campaign_member, countermeasure_proposed, exchange, exchange_fingerprint,
--         exchange_template
-- Grain   one row a campaign
--
-- Cover traffic is set apart: an exchange counts as extracting where its text is of an elicitation
-- class, or is cut from a family that at least a tenth of the members carry.

WITH
    -- One row a member that acts for the campaign.
    member AS (
        SELECT campaign_id, account_id
        FROM campaign_member
        WHERE run_id = {run_id:UUID} AND role = 'operator'
    ),
    size AS (SELECT campaign_id, count() AS members FROM member GROUP BY campaign_id),
    -- One row a campaign and family that is the campaign's own.
    own_family AS (
        SELECT campaign_id, family_id
        FROM exchange_template
        GLOBAL INNER JOIN member USING (account_id)
        GLOBAL INNER JOIN size USING (campaign_id)
        WHERE run_id = {run_id:UUID} AND part = 2
        GROUP BY campaign_id, family_id
        HAVING uniqExact(account_id) >= greatest(3, any(members) / 10)
    ),
    -- One row an exchange that carries such a family.
    templated AS (
        SELECT DISTINCT account_id, exchange_id
        FROM exchange_template
        GLOBAL INNER JOIN member USING (account_id)
        WHERE run_id = {run_id:UUID} AND part = 2
          AND (campaign_id, family_id) GLOBAL IN (SELECT campaign_id, family_id FROM own_family)
    )
SELECT
    campaign_id,
    toString(min(received_at))                                   AS first_seen_at,
    toString(max(received_at))                                   AS last_seen_at,
    count()                                                      AS exchanges,
    sum(toUInt64(greatest(0, ifNull(tokens_out, 0))))            AS tokens_out,
    countIf(is_extracting)                                       AS exchanges_extracting,
    arraySort(x -> (-x.2, x.1), arrayMap((k, v) -> (toString(k), v),
        mapKeys(sumMapIf(map(capability, toUInt64(1)), is_extracting) AS counts), mapValues(counts))) AS capabilities
FROM (
    SELECT
        campaign_id, exchange.received_at AS received_at, tokens_out, toString(capability) AS capability,
        elicitation != 0 OR (exchange.account_id, exchange.exchange_id) GLOBAL IN (SELECT account_id, exchange_id FROM templated) AS is_extracting
    FROM exchange
    INNER JOIN (
        SELECT account_id, exchange_id, capability, elicitation FROM exchange_fingerprint
    ) AS prints ON prints.account_id = exchange.account_id AND prints.exchange_id = exchange.exchange_id
    GLOBAL INNER JOIN member ON member.account_id = exchange.account_id
) AS exchanged
GROUP BY campaign_id
ORDER BY campaign_id
