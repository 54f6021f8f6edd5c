-- input_file_list: what each file was taken for, and how much of it was read.
--
-- Reads   input_file
-- Grain   one row a file

SELECT file, kind, source, lines, accepted, rejected, fault
FROM input_file
ORDER BY input_id
