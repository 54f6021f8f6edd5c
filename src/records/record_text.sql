-- record_text: what was kept apart of entries.
--
-- Reads   record_text
-- Grain   text_id

SELECT text_id, text
FROM record_text
WHERE text_id IN {ids:Array(String)}
