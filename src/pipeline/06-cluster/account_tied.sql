-- account_tied: accounts outside all clusters that pooled circumstance ties to one; to the one it ties
-- them to most.
--
-- Reads   account_mission, cluster_member, cluster_tie
-- Grain   one row an account
--
-- The prior is the size of the core among all accounts. What the account itself asks for is weighed like
-- any other tie, by how many in the core and how many outside all cores ask for as much. What a partner told ties nobody:
-- whoever is nearly tied to a cluster would be attached to it by a stranger's word.

WITH
    mission AS (
        SELECT account_id, mission_millibits FROM account_mission WHERE run_id = {run_id:UUID}
    ),
    core AS (
        SELECT cluster_id, account_id FROM cluster_member WHERE run_id = {run_id:UUID} AND is_seed
    ),
    -- One row an account outside: how many outside ask for as much.
    outside AS (
        SELECT
            account_id, mission_millibits, count() OVER (ORDER BY mission_millibits DESC) AS as_much,
            count() OVER () AS outside_all
        FROM mission
        WHERE account_id NOT IN (SELECT account_id FROM core)
    ),
    -- One row a cluster, account and family: its strongest linker.
    strongest AS (
        SELECT cluster_id, account_id, family, max(weight_millibits) AS best
        FROM cluster_tie
        WHERE run_id = {run_id:UUID} AND family != 'partner'
        GROUP BY cluster_id, account_id, family
    ),
    -- One row a cluster and account.
    tied AS (
        SELECT
            cluster_id, account_id, toInt32(sum(best)) AS tie, countIf(best >= 3000) AS tie_families
        FROM strongest
        GROUP BY cluster_id, account_id
        HAVING tie_families >= {families_min:UInt8}
           -- One text sent through one program is what a tutorial makes, and what two operators have who run
           -- the same public relay: something else must speak as well.
           AND countIf(best >= 3000 AND family NOT IN ('content', 'client')) >= 1
    ),
    -- One row a cluster and account, of its core or tied: how many of the core ask for as much.
    ranked AS (
        SELECT
            cluster_id, account_id, is_core, tie, tie_families,
            sum(is_core) OVER (PARTITION BY cluster_id ORDER BY mission_millibits DESC) AS core_as_much,
            sum(is_core) OVER (PARTITION BY cluster_id) AS core_all
        FROM (
            SELECT cluster_id, account_id, toUInt64(1) AS is_core, toInt32(0) AS tie, toUInt64(0) AS tie_families FROM core
            UNION ALL
            SELECT cluster_id, account_id, toUInt64(0), tie, tie_families FROM tied
        ) AS compared
        INNER JOIN mission USING (account_id)
    )
SELECT
    cluster_id, account_id, tie, tie_families AS families,
    toInt32(round(1000 * log2(core_all / outside_all))) AS prior,
    toInt32(round(1000 * log2(
        ((core_as_much + 0.5) / (core_all + 1)) / ((as_much + 0.5) / (outside_all + 1))))) AS mission_tie,
    toInt32(prior + tie + mission_tie) AS weight_millibits
FROM ranked
INNER JOIN outside USING (account_id)
WHERE NOT is_core AND mission_millibits >= {mission_millibits_min:Int32}
  AND weight_millibits >= {weight_millibits_min:Int32}
ORDER BY weight_millibits DESC, cluster_id, account_id
LIMIT 1 BY account_id
