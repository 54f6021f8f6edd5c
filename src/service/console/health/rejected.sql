-- rejected: why lines could not be taken in, and where the newest of each reason stands.
--
-- Reads   exchange_rejected
-- Grain   one row a reason, the commonest first, at most 50

SELECT
    reason,
    count()                                        AS lines,
    argMax(file, (input_id, line_number))          AS newest_file,
    argMax(line_number, (input_id, line_number))   AS newest_line
FROM exchange_rejected
GROUP BY reason
ORDER BY lines DESC, reason
LIMIT 50
