-- text_under_pseudonym: what people wrote with entries about subjects, by the names that the trail has for them, and what they wrote
-- to appeals, erasures and enrolments of those, of which a later entry has the id alone. What was written of several enrolments
-- at once goes with the first of them.
--
-- Reads   audit
-- Grain   text_id

WITH named AS
(
    SELECT DISTINCT object FROM audit
    WHERE subject != ''
      AND subject IN {pseudonyms:Array(String)}
      AND (startsWith(object, 'appeal ') OR startsWith(object, 'erasure ') OR startsWith(object, 'enrolment '))
)
SELECT DISTINCT JSONExtractString(facts, 'hidden') AS text_id
FROM audit
WHERE JSONHas(facts, 'hidden')
  AND
  (
      (subject != '' AND subject IN {pseudonyms:Array(String)})
      OR object IN (SELECT object FROM named)
      OR (startsWith(object, 'enrolments ')
          AND hasAny(splitByChar(' ', object), (SELECT groupArray(substring(object, 11)) FROM named WHERE startsWith(object, 'enrolment '))))
  )
