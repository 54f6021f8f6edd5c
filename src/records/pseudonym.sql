-- pseudonym: by which names the trail calls subjects.
--
-- Reads   record_text
-- Grain   text_id

SELECT text_id, text
FROM record_text
WHERE startsWith(text_id, 'subject-')
