-- leak_run_found: which of some runs of six words stand in a text of the store, and in which kind of text.
--
-- One pass over the texts of a week, whatever is asked: the runs of each are looked up in those that would leave, which are few.
--
-- Reads   exchange
-- Grain   kind and run

SELECT DISTINCT kind, run
FROM
(
    SELECT 'prompt' AS kind, arrayJoin(text_leak_runs(prompt)) AS run FROM exchange
    WHERE toMonday(received_at) = {week:Date} AND prompt != ''
    UNION ALL
    SELECT 'system' AS kind, arrayJoin(text_leak_runs(system)) AS run FROM exchange
    WHERE toMonday(received_at) = {week:Date} AND system != ''
    UNION ALL
    SELECT 'response' AS kind, arrayJoin(text_leak_runs(response)) AS run FROM exchange
    WHERE toMonday(received_at) = {week:Date} AND response != ''
)
WHERE run IN (SELECT toUInt64(arrayJoin({runs:Array(String)})))
ORDER BY kind, run
LIMIT 1000
