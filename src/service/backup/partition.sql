-- partition: the partitions that tables lie in, and what each takes on the disk.
--
-- Reads   system.parts
-- Grain   (table, partition_id)

SELECT
    table,
    partition_id,
    any(partition)     AS part,
    sum(bytes_on_disk) AS bytes
FROM system.parts
WHERE active
    AND database = currentDatabase()
    AND table IN {tables:Array(String)}
GROUP BY table, partition_id
ORDER BY table, partition_id
