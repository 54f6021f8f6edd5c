-- account_exchange: what one account sent, newest first, without what any text says.
--
-- Reads   exchange, exchange_fingerprint
-- Grain   one row an exchange

WITH page AS (
    SELECT exchange_id, account_id, received_at, model, channel, status, tokens_in, tokens_out, text_policy
    FROM exchange
    WHERE account_id = {account_id:String}
    ORDER BY received_at DESC, exchange_id
    LIMIT {rows_max:UInt32} OFFSET {after:UInt64}
)
SELECT
    exchange_id,
    toString(page.received_at)    AS received,
    toString(model)               AS model,
    toString(channel)             AS channel,
    toString(text_policy)         AS text_policy,
    toInt32(ifNull(status, 0))    AS status,
    toUInt32(ifNull(tokens_in, 0))  AS tokens_in,
    toUInt32(ifNull(tokens_out, 0)) AS tokens_out,
    toString(capability)          AS capability,
    elicitation
FROM page
LEFT JOIN (
    SELECT exchange_id, capability, elicitation
    FROM exchange_fingerprint
    WHERE account_id = {account_id:String} AND exchange_id IN (SELECT exchange_id FROM page)
) AS printed USING (exchange_id)
ORDER BY received DESC, exchange_id
