-- text_under_pseudonym: what people wrote with entries about subjects, by the names that the trail has for them.
--
-- Reads   audit
-- Grain   text_id

SELECT DISTINCT JSONExtractString(facts, 'hidden') AS text_id
FROM audit
WHERE subject != ''
  AND subject IN {pseudonyms:Array(String)}
  AND JSONHas(facts, 'hidden')
