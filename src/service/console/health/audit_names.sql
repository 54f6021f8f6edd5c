-- audit_names: who acts in the audit trail and what was done, with how often.
--
-- Reads   audit
-- Grain   one row an actor or action, at most 200 of each

SELECT of_what, name, entries
FROM (
    SELECT 'actor' AS of_what, actor AS name, count() AS entries FROM audit GROUP BY actor
    UNION ALL
    SELECT 'action', toString(action), count() FROM audit GROUP BY action
)
ORDER BY of_what, entries DESC, name
LIMIT 200 BY of_what
