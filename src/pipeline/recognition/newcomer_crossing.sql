-- newcomer_trait: newcomers who send back answers that operators of a campaign were served.
--
-- Reads   campaign_member, exchange, newcomer
-- Writes  newcomer_trait
-- Grain   (account_id, campaign_id)
--
-- By the rules of the linker of continuations: an answer that one customer alone was served, sent back as the
-- newest turn within days, and by few at whatever time. One crossing is 13 bits and two are 17.

INSERT INTO newcomer_trait (account_id, campaign_id, trait, family, tells, weight_millibits, exchanges)
WITH
    operator AS (
        SELECT campaign_id, account_id AS issuer
        FROM campaign_member
        WHERE run_id = {family_run_id:UUID} AND role = 'operator'
    ),
    -- One row a newcomer and answer or block that it sends back.
    returned AS (
        SELECT
            account_id, received_at,
            arrayJoin(arrayConcat(arraySlice(received_turn_hashes, 1, 1), arrayMap(a -> cityHash64(a), artefacts_presented))) AS value
        FROM exchange
        WHERE account_id IN (SELECT account_id FROM newcomer) AND ifNull(status, 200) < 400
    ),
    -- One row an answer or block that comes back so and that one account alone was served.
    served AS (
        SELECT value, any(account_id) AS issuer, min(received_at) AS served_at
        FROM (
            SELECT
                account_id, received_at,
                arrayJoin(arrayConcat([response_hash], arrayMap(a -> cityHash64(a), artefacts_issued))) AS value
            FROM exchange
        )
        WHERE value != 0 AND value IN (SELECT value FROM returned)
        GROUP BY value
        HAVING uniqExact(account_id) = 1
    ),
    -- One row an answer or block that few present, whoever they are; its own receiver is one of them.
    rare AS (
        SELECT value
        FROM (
            SELECT
                account_id,
                arrayJoin(arrayConcat(received_turn_hashes, arrayMap(a -> cityHash64(a), artefacts_presented))) AS value
            FROM exchange
        )
        WHERE value IN (SELECT value FROM served)
        GROUP BY value
        HAVING uniqExact(account_id) <= {presenters_max:UInt32} + 1
    ),
    crossing AS (
        SELECT account_id, campaign_id, value
        FROM returned
        INNER JOIN served USING (value)
        INNER JOIN operator USING (issuer)
        WHERE value IN (SELECT value FROM rare)
          AND received_at >= served_at AND received_at <= served_at + INTERVAL {hours_max:UInt32} HOUR
    )
SELECT account_id, campaign_id, 'crossing', 'operations', true, if(uniqExact(value) >= 2, 17000, 13000), any(exchanges)
FROM crossing
INNER JOIN newcomer USING (account_id)
GROUP BY account_id, campaign_id
