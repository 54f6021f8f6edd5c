-- taken_day: what was taken on which day, by campaign and capability.
--
-- Reads   campaign_taken, exchange_fingerprint
-- Grain   one row a day (UTC), campaign and capability

WITH taken AS (
    SELECT campaign_id, account_id, exchange_id, toUInt64(share_thousandths) AS share
    FROM campaign_taken
    WHERE run_id = {run_id:UUID}
)
SELECT
    toString(toDate(received_at))            AS day,
    campaign_id,
    toString(capability)                     AS capability,
    intDiv(sum(share) + 500, 1000)           AS exchanges
FROM exchange_fingerprint
INNER JOIN taken ON taken.account_id = exchange_fingerprint.account_id
    AND taken.exchange_id = exchange_fingerprint.exchange_id
WHERE exchange_fingerprint.account_id IN (SELECT account_id FROM taken)
GROUP BY day, campaign_id, capability
ORDER BY day, campaign_id, capability
