-- link_controlled: the links that may make a cluster.
--
-- Reads   link
-- Grain   one row a pair

SELECT account_a, account_b, weight_millibits
FROM link
WHERE run_id = {run_id:UUID} AND is_controlled
ORDER BY account_a, account_b
