-- erasing_exchange: the exchanges of whom an erasure is about. An end user stands as the account and the name in it.
--
-- Reads   exchange, subject_erasing
-- Writes  subject_erasing
-- Grain   exchange_id

INSERT INTO subject_erasing
SELECT DISTINCT 'exchange' AS kind, exchange_id AS subject_id
FROM exchange
WHERE account_id IN (SELECT subject_id FROM subject_erasing WHERE kind = 'account')
   OR (end_user_id != '' AND has({end_users:Array(String)}, concat(account_id, '\n', end_user_id)))
