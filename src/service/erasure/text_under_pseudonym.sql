-- text_under_pseudonym: what people wrote with entries about subjects, by the names that the trail has for them, and what they wrote
-- to appeals and erasures of those, of which a later entry has the id alone.
--
-- Reads   audit
-- Grain   text_id

SELECT DISTINCT JSONExtractString(facts, 'hidden') AS text_id
FROM audit
WHERE JSONHas(facts, 'hidden')
  AND
  (
      (subject != '' AND subject IN {pseudonyms:Array(String)})
      OR object IN
      (
          SELECT object FROM audit
          WHERE subject != ''
            AND subject IN {pseudonyms:Array(String)}
            AND (startsWith(object, 'appeal ') OR startsWith(object, 'erasure '))
      )
  )
