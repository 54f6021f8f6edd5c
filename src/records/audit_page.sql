-- audit_page: entries of the audit trail after a place, in their order. One that is there twice comes twice.
--
-- Reads   audit
-- Grain   seq

SELECT
    seq,
    toUnixTimestamp64Milli(at) AS at_ms,
    actor,
    action,
    object,
    subject,
    facts,
    hash_before,
    hash
FROM audit
WHERE seq > {after:UInt64}
ORDER BY seq
LIMIT {rows:UInt32}
