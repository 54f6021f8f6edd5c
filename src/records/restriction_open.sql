-- restriction_open: what the audit trail says is in force, with what was last said of it.
--
-- Reads   audit
-- Grain   (object, subject)

SELECT
    object,
    subject,
    argMax(facts, seq) AS facts
FROM audit
WHERE action IN ('restriction_opened', 'restriction_renewed', 'restriction_ended')
GROUP BY object, subject
HAVING argMax(action, seq) != 'restriction_ended'
ORDER BY object, subject
