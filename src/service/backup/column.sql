-- column: the columns of tables, in their order.
--
-- Reads   system.columns
-- Grain   (table, name)

SELECT
    table,
    name,
    type
FROM system.columns
WHERE database = currentDatabase()
    AND table IN {tables:Array(String)}
ORDER BY table, position
