-- run_last_finished: the newest run that ended with findings. One that failed has no such row.
--
-- Reads   run
-- Grain   at most one row

SELECT
    run_id,
    toString(started_at)              AS started,
    toString(assumeNotNull(finished_at)) AS finished,
    toString(window_start)            AS window_from,
    toString(window_end)              AS window_to,
    version
FROM run
WHERE isNotNull(finished_at)
ORDER BY finished_at DESC, started_at DESC, run_id DESC
LIMIT 1
