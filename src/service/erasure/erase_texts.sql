-- erase_texts: takes out what some exchanges say. What is known of them without it stays.
--
-- Reads   exchange, subject_erasing
-- Writes  exchange
-- Grain   one row an exchange

ALTER TABLE exchange
UPDATE system = '', prompt = '', response = '', text_policy = 'erased'
WHERE exchange_id IN (SELECT subject_id FROM subject_erasing WHERE kind = 'exchange')
  AND (system != '' OR prompt != '' OR response != '')
SETTINGS mutations_sync = 1
