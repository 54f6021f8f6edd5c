-- text_due: how many exchanges still say something whose time is over.
--
-- Reads   exchange
-- Grain   one row

SELECT count() AS exchanges
FROM exchange
WHERE (received_at < {before:DateTime64(3)} OR received_at > {future:DateTime64(3)})
  AND input_id <= {until:UInt32}
  AND (system != '' OR prompt != '' OR response != '')
