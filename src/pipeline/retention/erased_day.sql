-- erased_day: says of the exchanges of some days that their texts are erased.
--
-- Reads   exchange
-- Writes  exchange
-- Grain   one row an exchange

ALTER TABLE exchange
UPDATE text_policy = 'erased'
WHERE toDate(received_at) IN {days:Array(Date)} AND text_policy NOT IN ('none', 'fingerprint_only')
SETTINGS mutations_sync = 1
