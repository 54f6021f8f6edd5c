-- erase_text: takes out what exchanges say once its time is over. What is known of them without it stays.
--
-- Reads   exchange
-- Writes  exchange
-- Grain   one row an exchange
--
-- Of exchanges that were derived already: what their texts look like would never be known else. What is dated in the
-- future would be kept for ever by its date, so it goes with the rest.

ALTER TABLE exchange
UPDATE system = '', prompt = '', response = '', text_policy = 'erased'
WHERE (received_at < {before:DateTime64(3)} OR received_at > {future:DateTime64(3)})
  AND input_id <= {until:UInt32}
  AND (system != '' OR prompt != '' OR response != '')
SETTINGS mutations_sync = 1
