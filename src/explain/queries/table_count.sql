-- table_count: how many rows a table holds that all runs share.
--
-- Reads   {table}
-- Grain   one row

SELECT count() AS rows
FROM {table:Identifier}
