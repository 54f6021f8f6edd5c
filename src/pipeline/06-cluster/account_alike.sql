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
    seed AS (
        SELECT cluster_id, account_id FROM cluster_member WHERE run_id = {run_id:UUID} AND is_seed
    ),
    -- One row an account outside: how many outside ask for as much.
    outside AS (
        SELECT
            account_id, mission_millibits, count() OVER (ORDER BY mission_millibits DESC) AS as_much,
            count() OVER () AS outside_all
        FROM mission
        WHERE account_id NOT IN (SELECT account_id FROM seed)
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
    ),
    -- One row a cluster and account, of its core or tied: how many of the core ask for as much.
    ranked AS (
        SELECT
            cluster_id, account_id, is_seed, likeness,
            sum(is_seed) OVER (PARTITION BY cluster_id ORDER BY mission_millibits DESC) AS core_as_much,
            sum(is_seed) OVER (PARTITION BY cluster_id) AS core_all
        FROM (
            SELECT cluster_id, account_id, toUInt64(1) AS is_seed, 0. AS likeness FROM seed
            UNION ALL
            SELECT cluster_id, account_id, toUInt64(0), strongest + others / 2 + pace / 2 FROM tied
        ) AS compared
        INNER JOIN mission USING (account_id)
    )
SELECT
    cluster_id, account_id, core_all AS core_accounts, outside_all AS outside_accounts,
    toInt32(round(1000 * (likeness + log2(
        ((core_as_much + 0.5) / (core_all + 1)) / ((as_much + 0.5) / (outside_all + 1)))))) AS alike_millibits
FROM ranked
INNER JOIN outside USING (account_id)
WHERE NOT is_seed
  AND account_id NOT IN (SELECT account_id FROM cluster_member WHERE run_id = {run_id:UUID})
ORDER BY cluster_id, account_id
