-- exchange_kept: of each repeated exchange the row that stays, the least (received_at, row_hash), so
-- that the order in which files are read decides nothing.
--
-- Reads   exchange
-- Writes  exchange_kept
-- Grain   one row a repeated exchange

INSERT INTO exchange_kept
SELECT *
FROM exchange
WHERE exchange_id IN (SELECT exchange_id FROM exchange GROUP BY exchange_id HAVING count() > 1)
ORDER BY exchange_id, received_at, row_hash, input_id
LIMIT 1 BY exchange_id
