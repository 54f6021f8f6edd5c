-- run_partition: what is kept of runs that nobody reads any more, by table and run.
--
-- Reads   system.parts, run
-- Grain   one row a table and run
--
-- Readers see the last finished run, and the one before it as long as somebody may still be reading it. Others are held: somebody
-- proposed something of them, which a second person is still to look at. A run
-- that has not finished is another process's at work, where the store is shared, unless it began a day before.

WITH
    -- The runs that stay.
    kept AS (
        SELECT run_id
        FROM run
        WHERE isNotNull(finished_at)
        ORDER BY finished_at DESC, started_at DESC, run_id DESC
        LIMIT {runs_kept:UInt8}
    ),
    -- Runs that may be under way in another process.
    under_way AS (
        SELECT run_id
        FROM run
        GROUP BY run_id
        HAVING {is_shared:Bool}
            AND countIf(isNotNull(finished_at)) = 0
            AND max(started_at) > (SELECT max(started_at) FROM run) - INTERVAL 1 DAY
    )
SELECT DISTINCT
    table,
    partition AS run_id
FROM system.parts
WHERE active
    AND database = currentDatabase()
    AND table IN {tables:Array(String)}
    AND partition NOT IN (SELECT toString(run_id) FROM kept)
    AND NOT has({held:Array(String)}, partition)
    AND partition NOT IN (SELECT toString(run_id) FROM under_way)
    AND (NOT {is_shared:Bool} OR partition IN (SELECT toString(run_id) FROM run))
ORDER BY table, run_id
