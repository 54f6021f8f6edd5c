-- restriction_lost: of some groups, what was done to them until no run had them any more.
--
-- Reads   audit
-- Grain   (object, subject)
--
-- One that somebody lifted, that ran out or whose policy went is none of these.

SELECT
    object,
    subject
FROM audit
WHERE action IN ('restriction_opened', 'restriction_renewed', 'restriction_ended')
  AND subject IN {groups:Array(String)}
GROUP BY object, subject
HAVING argMax(action, seq) = 'restriction_ended'
   AND JSONExtractString(argMax(facts, seq), 'cause') = 'conclusion'
ORDER BY object, subject
