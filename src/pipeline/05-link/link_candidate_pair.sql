-- link_candidate: the pairs that one pair linker proposes.
--
-- Reads   linker_pair   the linker's own SELECT
-- Writes  link_candidate

INSERT INTO link_candidate (run_id, account_a, account_b)
SELECT DISTINCT {run_id:UUID}, least(account_a, account_b), greatest(account_a, account_b)
FROM linker_pair
WHERE account_a != account_b AND weight_millibits >= {weight_millibits_min:Int32}
