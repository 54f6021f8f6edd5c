-- linker_said: of how many pairs of accounts each linker spoke in a run.
--
-- Reads   link_evidence
-- Grain   one row a linker

SELECT toString(linker) AS id, count() AS pairs
FROM link_evidence
WHERE run_id = {run_id:UUID}
GROUP BY linker
ORDER BY linker
