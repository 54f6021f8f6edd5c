-- input_fault: the files of a run that were at fault, or that hold keys which nothing reads.
--
-- Reads   input_file
-- Grain   one row a file

SELECT file, fault, mapKeys(unknown_keys) AS unknown
FROM input_file
WHERE run_id = {run_id:String} AND (fault != '' OR notEmpty(unknown_keys))
ORDER BY input_id
LIMIT {rows_max:UInt32}
