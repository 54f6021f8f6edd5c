-- member_program: the members that mostly work under a system prompt which hardly any seed of their cluster sends.
--
-- Reads   cluster_member, exchange_fingerprint
-- Grain   one row a member of whom it is so

WITH
    member AS (
        SELECT cluster_id, account_id, is_seed FROM cluster_member WHERE run_id = {run_id:UUID}
    ),
    -- One row an account and system prompt; 0 is none.
    prompted AS (
        SELECT
            account_id, system_hash, count() AS exchanges,
            sum(exchanges) OVER (PARTITION BY account_id) AS exchanges_all
        FROM exchange_fingerprint
        WHERE account_id GLOBAL IN (SELECT account_id FROM member)
        GROUP BY account_id, system_hash
    )
SELECT cluster_id, account_id
FROM (
    SELECT
        cluster_id, account_id, system_hash, exchanges, exchanges_all,
        sum(is_seed) OVER (PARTITION BY cluster_id, system_hash) AS seeds
    FROM prompted
    INNER JOIN member USING (account_id)
)
WHERE system_hash != 0 AND exchanges * 2 >= exchanges_all AND seeds < {seeds_min:UInt32}
