-- account_pair_total: how many pairs of one account were looked at, and where evidence was found.
--
-- Reads   link_candidate, link_evidence
-- Grain   one row

SELECT
    (SELECT uniqExact(account_a, account_b) FROM link_candidate
     WHERE run_id = {run_id:UUID}
       AND (account_a = {account_id:String} OR account_b = {account_id:String})) AS pairs_looked_at,
    (SELECT uniqExact(account_a, account_b) FROM link_evidence
     WHERE run_id = {run_id:UUID}
       AND (account_a = {account_id:String} OR account_b = {account_id:String})) AS pairs_with_evidence
