-- reason_commonest: why most of the lines that a run could not read were at fault.
--
-- Reads   exchange_rejected, input_file
-- Grain   at most one row

SELECT
    reason,
    argMin(file, (input_id, line_number))         AS file,
    argMin(line_number, (input_id, line_number))  AS line,
    count()                                       AS lines
FROM exchange_rejected
WHERE input_id IN (SELECT input_id FROM input_file WHERE run_id = {run_id:String} AND kind = 'exchange')
GROUP BY reason
ORDER BY lines DESC, reason
LIMIT 1
