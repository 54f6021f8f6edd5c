-- duplicates_count: how many rows repeat an exchange that is there already.
--
-- Reads   exchange

SELECT count() - uniqExact(exchange_id) AS duplicates
FROM exchange
