-- input_published: what a run looked at, as it published it.
--
-- Reads   share
-- Grain   one row, or none

SELECT JSONExtractRaw(document, 'input') AS input
FROM share
WHERE run_id = {run_id:UUID} AND feed = 'findings'
