-- erasing_exchange: the exchanges of whom an erasure is about. An end user is an account and the name at the same place of the
-- other list: both hold any character, so that in one text they could be read in two ways.
--
-- Reads   exchange, subject_erasing
-- Writes  subject_erasing
-- Grain   exchange_id

INSERT INTO subject_erasing
SELECT DISTINCT 'exchange' AS kind, exchange_id AS subject_id
FROM exchange
WHERE account_id IN (SELECT subject_id FROM subject_erasing WHERE kind = 'account')
   OR (end_user_id != '' AND has(arrayZip({accounts:Array(String)}, {end_users:Array(String)}), (account_id, end_user_id)))
