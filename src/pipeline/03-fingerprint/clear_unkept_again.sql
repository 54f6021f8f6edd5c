-- clear_unkept_again: makes room for fingerprints of an input that comes again, in whole or in part.
--
-- Reads   exchange
-- Writes  exchange_fingerprint
-- Grain   one row an exchange

ALTER TABLE exchange_fingerprint
DELETE WHERE row_hash != 0 AND (exchange_id, row_hash) IN (
    SELECT exchange_id, row_hash FROM exchange
    WHERE input_id = {input_id:UInt32} AND text_policy = 'fingerprint_only')
SETTINGS mutations_sync = 1
