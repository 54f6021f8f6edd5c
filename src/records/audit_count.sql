-- audit_count: how many entries the audit trail holds.
--
-- Reads   audit
-- Grain   one row

SELECT count() AS entries FROM audit
