-- newcomer_trait: newcomers who send back answers that operators of a campaign were served.
--
-- Reads   campaign_member, exchange, newcomer
-- Writes  newcomer_trait
-- Grain   (account_id, campaign_id)
--
-- One crossing is 13 bits and two are 17, as for the linker of continuations. An answer that several of the
-- newcomers send back went round.

INSERT INTO newcomer_trait (account_id, campaign_id, trait, family, tells, weight_millibits)
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
            arrayJoin(arrayConcat(received_turn_hashes, arrayMap(a -> cityHash64(a), artefacts_presented))) AS value
        FROM exchange
        WHERE account_id IN (SELECT account_id FROM newcomer) AND ifNull(status, 200) < 400
    ),
    -- One row an operator's answer or block that comes back so.
    served AS (
        SELECT account_id AS issuer, value, min(received_at) AS served_at
        FROM (
            SELECT
                account_id, received_at,
                arrayJoin(arrayConcat([response_hash], arrayMap(a -> cityHash64(a), artefacts_issued))) AS value
            FROM exchange
            WHERE account_id IN (SELECT issuer FROM operator)
        )
        WHERE value != 0 AND value IN (SELECT value FROM returned)
        GROUP BY issuer, value
    ),
    crossing AS (
        SELECT account_id, campaign_id, value
        FROM returned
        INNER JOIN served USING (value)
        INNER JOIN operator USING (issuer)
        WHERE received_at >= served_at
    )
SELECT account_id, campaign_id, 'crossing', 'operations', true, if(uniqExact(value) >= 2, 17000, 13000)
FROM crossing
WHERE value IN (SELECT value FROM crossing GROUP BY value HAVING uniqExact(account_id) <= {presenters_max:UInt32})
GROUP BY account_id, campaign_id
