-- table_head_by_run: some rows of one run in a table, as they lie.
--
-- Reads   {table}
-- Grain   one row of the table

SELECT * EXCEPT ('^(run_id|document)$')
FROM {table:Identifier}
WHERE run_id = {run_id:UUID}
LIMIT {rows_max:UInt32}
SETTINGS max_threads = 1
