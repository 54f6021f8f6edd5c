-- text_of_subject: what people wrote about somebody, and by which pseudonym the trail calls them.
--
-- Reads   audit, record_text
-- Grain   text_id

WITH naming AS
(
    SELECT text_id FROM record_text
    WHERE arrayExists(needle -> position(text, needle) > 0, {needles:Array(String)})
)
SELECT text_id FROM naming
UNION DISTINCT
SELECT JSONExtractString(facts, 'hidden') AS text_id
FROM audit
WHERE startsWith(subject, 'subject-')
  AND subject IN (SELECT text_id FROM naming)
  AND JSONHas(facts, 'hidden')
