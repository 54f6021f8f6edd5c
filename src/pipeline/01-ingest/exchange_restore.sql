-- exchange_restore: puts back the rows that were kept of repeated exchanges.
--
-- Reads   exchange_kept
-- Writes  exchange

INSERT INTO exchange
SELECT *
FROM exchange_kept
