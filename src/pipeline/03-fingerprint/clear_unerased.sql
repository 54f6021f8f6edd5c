-- clear_unerased: makes room for what is derived anew, where texts of some exchanges are erased.
--
-- Reads   exchange
-- Writes  exchange_fingerprint
-- Grain   one row an exchange
--
-- Of what is older than the last erasure, what still has a text came after it; of what is newer, only what is dated in the
-- future has none. What was derived of texts that were never kept stays.

ALTER TABLE exchange_fingerprint
DELETE WHERE row_hash = 0 AND (
    (received_at >= {before:DateTime64(3)} AND exchange_id NOT IN (
        SELECT exchange_id FROM exchange
        WHERE received_at >= {before:DateTime64(3)} AND text_policy = 'erased'))
    OR (received_at < {before:DateTime64(3)} AND exchange_id IN (
        SELECT exchange_id FROM exchange
        WHERE received_at < {before:DateTime64(3)} AND text_policy != 'erased')))
SETTINGS mutations_sync = 1
