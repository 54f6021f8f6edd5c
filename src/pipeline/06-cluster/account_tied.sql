-- account_tied: accounts outside all clusters that pooled circumstance ties to one; to the one it ties
-- them to most.
--
-- Reads   account_identity, account_mission, cluster_member, cluster_tie
-- Grain   one row an account
--
-- The prior is the size of the core among all accounts. What the account itself asks for is weighed like
-- any other tie, by how many in the core and how many outside all cores ask for as much.

WITH
    -- One row a core member, with its mission.
    core AS (
        SELECT cluster_id, account_id, mission_millibits
        FROM (
            SELECT cluster_id, account_id FROM cluster_member WHERE run_id = {run_id:UUID} AND is_seed
        ) AS member
        INNER JOIN (
            SELECT account_id, mission_millibits FROM account_mission WHERE run_id = {run_id:UUID}
        ) AS mission USING (account_id)
    ),
    -- One row a cluster: the missions of its core, in order.
    size AS (
        SELECT cluster_id, count() AS core_all, groupArray(mission_millibits) AS core_missions
        FROM core
        GROUP BY cluster_id
    ),
    -- One row: the missions of everybody outside.
    outside AS (
        SELECT groupArray(mission_millibits) AS outside_missions, count() AS outside_all
        FROM account_mission
        WHERE run_id = {run_id:UUID} AND account_id NOT IN (SELECT account_id FROM core)
    ),
    -- One row a cluster, account and family: its strongest linker.
    strongest AS (
        SELECT cluster_id, account_id, family, max(weight_millibits) AS best
        FROM cluster_tie
        WHERE run_id = {run_id:UUID}
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
    )
SELECT
    cluster_id, account_id, tie, tie_families AS families,
    toInt32(round(1000 * log2(core_all / outside_all))) AS prior,
    toInt32(round(1000 * log2(
        ((arrayCount(m -> m >= mission_millibits, core_missions) + 0.5) / (core_all + 1))
        / ((arrayCount(m -> m >= mission_millibits, outside_missions) + 0.5) / (outside_all + 1))))) AS mission,
    toInt32(prior + tie + mission) AS weight_millibits
FROM tied
INNER JOIN size USING (cluster_id)
INNER JOIN (
    SELECT account_id, mission_millibits FROM account_mission
    WHERE run_id = {run_id:UUID} AND mission_millibits >= {mission_millibits_min:Int32}
) AS own USING (account_id)
CROSS JOIN outside
WHERE account_id NOT IN (SELECT account_id FROM core) AND weight_millibits >= {weight_millibits_min:Int32}
ORDER BY weight_millibits DESC, cluster_id, account_id
LIMIT 1 BY account_id
