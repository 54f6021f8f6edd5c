-- link_pair: the candidate pairs that are two customers.
--
-- Reads   link_candidate, account_identity, reference
-- Writes  link_pair
-- Grain   (run_id, account_a, account_b)
--
-- Two accounts of one customer are one hand already, and no evidence of anything.

INSERT INTO link_pair (run_id, account_a, account_b, reference_accounts)
SELECT DISTINCT
    {run_id:UUID}, account_a, account_b,
    (account_a IN (SELECT account_id FROM reference WHERE run_id = {run_id:UUID}))
        + (account_b IN (SELECT account_id FROM reference WHERE run_id = {run_id:UUID}))
FROM link_candidate
INNER JOIN account_identity AS a ON a.account_id = link_candidate.account_a
INNER JOIN account_identity AS b ON b.account_id = link_candidate.account_b
WHERE run_id = {run_id:UUID} AND a.entity_id != b.entity_id
