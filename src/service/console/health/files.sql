-- files: what came in as files, those first of which not all was taken, then the newest.
--
-- Reads   input_file
-- Grain   one row a file, at most 50

SELECT file, kind, source, lines, accepted, rejected, fault, arraySort(mapKeys(unknown_keys)) AS unknown
FROM input_file
ORDER BY rejected > 0 OR fault != '' DESC, input_id DESC
LIMIT 50
