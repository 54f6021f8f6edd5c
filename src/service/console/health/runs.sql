-- runs: the runs that began last, and when they ended with findings.
--
-- Reads   run
-- Grain   one row a run, the newest first

SELECT
    run_id,
    toString(min(started_at))                                            AS started,
    if(isNull(max(finished_at)), '', toString(assumeNotNull(max(finished_at)))) AS finished,
    any(version)                                                         AS program
FROM run
GROUP BY run_id
ORDER BY min(started_at) DESC, run_id DESC
LIMIT 30
