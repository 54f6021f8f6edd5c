-- subject_member: what is judged: every account, every cluster, and the population they are compared
-- with.
--
-- Reads   account_identity, cluster_member, reference
-- Writes  subject_member
-- Grain   (run_id, subject_kind, subject_id, account_id)
--
-- The peers are the reference population; where there is hardly any, everybody outside the clusters.

INSERT INTO subject_member (run_id, subject_kind, subject_id, account_id)
WITH
    (SELECT count() FROM reference WHERE run_id = {run_id:UUID}) AS references
SELECT {run_id:UUID}, 'account', account_id, account_id
FROM account_identity
UNION ALL
SELECT {run_id:UUID}, 'cluster', cluster_id, account_id
FROM cluster_member
WHERE run_id = {run_id:UUID} AND is_seed
UNION ALL
SELECT {run_id:UUID}, 'population', 'peers', account_id
FROM account_identity
WHERE if(references >= {references_min:UInt32},
         account_id IN (SELECT account_id FROM reference WHERE run_id = {run_id:UUID}),
         account_id NOT IN (SELECT account_id FROM cluster_member WHERE run_id = {run_id:UUID}))
