-- audit_head: the last entry of the audit trail.
--
-- Reads   audit
-- Grain   one row, or none

SELECT seq, hash FROM audit ORDER BY seq DESC LIMIT 1
