-- reject_reason: why lines were no exchanges, and the first lines of each reason.
--
-- Reads   exchange_rejected
-- Grain   one row a file and reason

SELECT file, reason, count() AS lines, groupArraySorted(5)(line_number) AS first_lines
FROM exchange_rejected
GROUP BY file, reason
ORDER BY lines DESC, file, reason
LIMIT {rows_max:UInt32}
