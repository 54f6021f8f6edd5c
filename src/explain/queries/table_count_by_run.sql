-- table_count_by_run: how many rows one run has in a table.
--
-- Reads   {table}
-- Grain   one row

SELECT count() AS rows
FROM {table:Identifier}
WHERE run_id = {run_id:UUID}
