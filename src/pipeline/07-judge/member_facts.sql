-- member_facts: each member of a cluster with what its role is judged by.
--
-- Reads   cluster_member, account_identity, reference
-- Grain   one row a member

SELECT
    cluster_id, account_id, is_core, weight_millibits, links,
    account_id IN (SELECT account_id FROM reference WHERE run_id = {run_id:UUID}) AS is_reference,
    is_organization_verified
FROM cluster_member
INNER JOIN account_identity USING (account_id)
WHERE run_id = {run_id:UUID}
ORDER BY cluster_id, account_id
