-- exchange_unprinted: exchanges whose texts were not kept and that nothing is known of: they count as they are.
--
-- Reads   exchange, exchange_fingerprint
-- Grain   one row an exchange

SELECT * REPLACE (toUInt32(4294967295) AS input_id)
FROM exchange
WHERE text_policy = 'fingerprint_only'
  AND exchange_id NOT IN (SELECT exchange_id FROM exchange_fingerprint WHERE row_hash != 0)
