-- null_gathered: the accounts of clusters of a campaign's size, with their cluster.
--
-- Reads   account_identity, cluster_member
-- Grain   one row an account
--
-- By structure and not by verdict: a null that left out what was judged guilty would only repeat the judge.

SELECT account_id, min(cluster_id) AS gathered_id
FROM cluster_member
WHERE run_id = {run_id:UUID} AND is_seed AND cluster_id IN (
    SELECT cluster_id
    FROM cluster_member
    INNER JOIN account_identity USING (account_id)
    WHERE run_id = {run_id:UUID} AND is_seed
    GROUP BY cluster_id
    HAVING uniqExact(entity_id) >= {gathered_min:UInt32})
GROUP BY account_id
