-- member_facts: each member of a cluster with what its standing is judged by.
--
-- Reads   account_identity, account_mission, cluster_member, exchange_origin, template_slot, reference
-- Grain   one row a member

WITH
    -- One row a member of a cluster.
    member AS (
        SELECT cluster_id, account_id, is_core, weight_millibits, links
        FROM cluster_member
        WHERE run_id = {run_id:UUID}
    ),
    -- One row a family and account: how often the account sends it.
    sent AS (
        SELECT family_id, account_id, sum(template_slot.exchanges) AS exchanges
        FROM template_slot
        WHERE run_id = {run_id:UUID}
        GROUP BY family_id, account_id
    ),
    -- One row a cluster and family that is the cluster's own: most who send it are its core.
    own_family AS (
        SELECT cluster_id, family_id
        FROM sent
        LEFT JOIN (SELECT cluster_id, account_id FROM member WHERE is_core) AS core USING (account_id)
        INNER JOIN (
            SELECT family_id, count() AS carriers FROM sent GROUP BY family_id
        ) AS carried USING (family_id)
        WHERE cluster_id != ''
        GROUP BY cluster_id, family_id
        HAVING count() * 2 >= any(carriers) AND count() >= 3
    ),
    -- One row a member: its exchanges in its cluster's own families.
    partaken AS (
        SELECT cluster_id, account_id, sum(exchanges) AS family_exchanges
        FROM sent
        INNER JOIN member USING (account_id)
        WHERE (cluster_id, family_id) IN (SELECT cluster_id, family_id FROM own_family)
        GROUP BY cluster_id, account_id
    ),
    -- One row a member: the programs that it speaks through, each for a twentieth of its exchanges or more.
    spoken AS (
        SELECT account_id, countIf(spoken_share >= 0.05) AS clients
        FROM (
            SELECT account_id, count() / sum(count()) OVER (PARTITION BY account_id) AS spoken_share
            FROM exchange_origin
            WHERE account_id GLOBAL IN (SELECT account_id FROM member)
            GROUP BY account_id, client_hash, header_hash, ja4_hash
        )
        GROUP BY account_id
    )
SELECT
    cluster_id, account_id, is_core, weight_millibits, links, family_exchanges,
    account_id IN (SELECT account_id FROM reference WHERE run_id = {run_id:UUID}) AS is_reference,
    is_organization_verified,
    mission_millibits,
    clients,
    is_known,
    dateDiff('day', created_at, {window_end:DateTime64(3)}) AS age_days,
    -- Asked of those with one life: where half of a pool are owners of stolen keys, they would make each other
    -- look ordinary. Where hardly anybody has one, two programs are the pool's own manner, and all are asked.
    toUInt32(if(countIf(clients < 2) OVER (PARTITION BY cluster_id) * 4 >= count() OVER (PARTITION BY cluster_id),
        quantileExactLowIf(0.5)(age_days, clients < 2) OVER (PARTITION BY cluster_id),
        quantileExactLow(0.5)(age_days) OVER (PARTITION BY cluster_id))) AS age_days_typical
FROM member
INNER JOIN account_identity USING (account_id)
INNER JOIN (
    SELECT account_id, mission_millibits FROM account_mission WHERE run_id = {run_id:UUID}
) AS mission USING (account_id)
LEFT JOIN partaken USING (cluster_id, account_id)
LEFT JOIN spoken USING (account_id)
ORDER BY cluster_id, account_id
