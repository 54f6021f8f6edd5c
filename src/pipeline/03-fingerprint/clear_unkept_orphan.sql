-- clear_unkept_orphan: takes out fingerprints whose exchange is not there: it was undone, or another row of it stayed.
--
-- Reads   exchange
-- Writes  exchange_fingerprint
-- Grain   one row an exchange

ALTER TABLE exchange_fingerprint
DELETE WHERE row_hash != 0 AND (exchange_id, row_hash) NOT IN (
    SELECT exchange_id, row_hash FROM exchange WHERE text_policy = 'fingerprint_only')
SETTINGS mutations_sync = 1
