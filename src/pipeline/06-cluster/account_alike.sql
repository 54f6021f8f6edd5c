-- account_alike: accounts that ask for the same in the same words as a cluster, at the same pace.
--
-- Reads   account_mission, cluster_member, cluster_tie
-- Grain   one row a cluster and account
--
-- A disciplined pool leaves many accounts that share no place with any other. What gives them away is what
-- they are for: the text, the program, the mission, and the pace of a queue that is dealt out. A tie counts
-- for what it is worth over chance among the quiet and over the peers, who have a mission as well and
-- perhaps the text: few peers are shrunk towards one sharer in fifty. The channels overlap: the
-- strongest tie counts whole, the others and the traits of the pace half. The prior is not in it.

WITH
    mission AS (
        SELECT account_id, mission_millibits FROM account_mission WHERE run_id = {run_id:UUID}
    ),
    -- One row a cluster: the missions of its core.
    core AS (
        SELECT cluster_id, groupArray(mission_millibits) AS core_missions
        FROM (SELECT cluster_id, account_id FROM cluster_member WHERE run_id = {run_id:UUID} AND is_seed) AS seed
        INNER JOIN mission USING (account_id)
        GROUP BY cluster_id
    ),
    outside AS (
        SELECT groupArray(mission_millibits) AS outside_missions
        FROM mission
        WHERE account_id NOT IN (
            SELECT account_id FROM cluster_member WHERE run_id = {run_id:UUID} AND is_seed)
    ),
    -- One row a cluster, account and linker: bits over chance.
    tie AS (
        SELECT
            cluster_id, account_id, linker, family, weight_millibits,
            log2((core_sharing + 0.5) / (core_accounts + 1)) AS shared,
            shared - weight_millibits / 1000 AS chance,
            log2((peer_sharing + {prior_peers:UInt32} * greatest(exp2(chance), {peer_share:Float64}))
                / (peer_accounts + {prior_peers:UInt32})) AS chance_of_peers,
            greatest(0, shared - greatest(chance, chance_of_peers)) AS bits
        FROM cluster_tie
        WHERE run_id = {run_id:UUID} AND peer_accounts >= {peers_min:UInt32}
    ),
    -- One row a cluster and account that sends its texts and keeps its pace.
    tied AS (
        SELECT
            cluster_id, account_id,
            maxIf(bits, linker = 'template-family')                AS text,
            maxIf(bits, family != 'pace')                          AS strongest,
            sumIf(bits, family != 'pace') - strongest              AS others,
            sumIf(weight_millibits, family = 'pace') / 1000        AS pace
        FROM tie
        GROUP BY cluster_id, account_id
        HAVING countIf(family = 'pace') > 0 AND text >= {text_bits_min:Float64} AND pace >= 0
    )
SELECT
    cluster_id, account_id, length(core_missions) AS core_accounts, length(outside_missions) AS outside_accounts,
    toInt32(round(1000 * (strongest + others / 2 + pace / 2 + log2(
        ((arrayCount(m -> m >= mission_millibits, core_missions) + 0.5) / (length(core_missions) + 1))
        / ((arrayCount(m -> m >= mission_millibits, outside_missions) + 0.5)
            / (length(outside_missions) + 1)))))) AS alike_millibits
FROM tied
INNER JOIN core USING (cluster_id)
INNER JOIN mission USING (account_id)
CROSS JOIN outside
WHERE account_id NOT IN (SELECT account_id FROM cluster_member WHERE run_id = {run_id:UUID})
ORDER BY cluster_id, account_id
