-- account_ruling: what people concluded of one account, newest first.
--
-- Reads   ruling
-- Grain   one row a ruling

SELECT
    toString(ruled_at)   AS ruled,
    toString(conclusion) AS conclusion,
    author,
    reason
FROM ruling
WHERE subject_kind = 'account' AND subject_id = {account_id:String}
ORDER BY ruled_at DESC, ruling_id
LIMIT {rows_max:UInt32}
