-- audit_newest: entries of the audit trail before a place, the newest first; of one actor and one action where they are named.
--
-- Reads   audit
-- Grain   seq

SELECT seq, toUnixTimestamp64Milli(at) AS at_ms, actor, action, object, subject, facts
FROM audit
WHERE seq < {before:UInt64}
  AND ({actor:String} = '' OR actor = {actor:String})
  AND ({action:String} = '' OR action = {action:String})
ORDER BY seq DESC
LIMIT {entries:UInt32}
