-- link_candidate: the pairs that dealt evidence proposes.
--
-- Reads   link_evidence
-- Writes  link_candidate

INSERT INTO link_candidate (run_id, account_a, account_b)
SELECT DISTINCT {null_id:UUID}, account_a, account_b
FROM link_evidence
WHERE run_id = {null_id:UUID}
