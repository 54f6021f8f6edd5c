-- run_findings: what one run concluded, as it was published.
--
-- Reads   share
-- Grain   at most one row

SELECT document
FROM share
WHERE run_id = {run_id:UUID} AND feed = 'findings'
LIMIT 1
