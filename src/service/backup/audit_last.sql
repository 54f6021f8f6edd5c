-- audit_last: the last entry of an audit trail that lies in a file of a backup.
--
-- Grain   one row, or none

SELECT
    seq,
    hash
FROM file({path:String}, 'Native')
ORDER BY seq DESC
LIMIT 1
