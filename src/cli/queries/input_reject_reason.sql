-- input_reject_reason: why lines of a run's files were rejected.
--
-- Reads   exchange_rejected, input_file
-- Grain   one row a file and reason

SELECT
    any(file)         AS file,
    reason,
    count()           AS lines,
    min(line_number)  AS first_line
FROM exchange_rejected
WHERE input_id IN (SELECT input_id FROM input_file WHERE run_id = {run_id:String})
GROUP BY input_id, reason
ORDER BY lines DESC, input_id, reason
LIMIT {rows_max:UInt32}
