-- file_rows: how many rows a file of a backup holds, as far as they are looked for.
--
-- Grain   one row

SELECT count() AS rows
FROM (SELECT 1 FROM file({path:String}, 'Native') LIMIT {rows_max:UInt64})
