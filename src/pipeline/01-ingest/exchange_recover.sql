-- exchange_recover: puts back what a scan that was interrupted had dropped and not yet restored.
--
-- Reads   exchange, exchange_kept
-- Writes  exchange

INSERT INTO exchange
SELECT *
FROM exchange_kept
WHERE exchange_id NOT IN (SELECT exchange_id FROM exchange)
