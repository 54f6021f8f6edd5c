-- cluster_tie: what ties each account outside a cluster to its core.
--
-- Reads   account_identity, account_mission, account_value, cluster_member, reference
-- Writes  cluster_tie
-- Grain   (run_id, cluster_id, account_id, linker)
--
-- Pool first, test second: an account is compared with all of a core at once. For each linker, m is the
-- share of the core that shares with another of the core a value as rare as the account's, and u the
-- share of quiet accounts (outside, and asking for nothing that trains) that do so by chance. Rare is
-- what few quiet accounts carry; whoever carries a value is left out of its count. u is shrunk towards the
-- shipped curve as in `shared_value`. A popular exit or SDK is carried by the quiet too, and ties nobody.

INSERT INTO cluster_tie (
    run_id, cluster_id, account_id, linker, family, weight_millibits, core_sharing, core_accounts,
    quiet_sharing, quiet_accounts, peer_sharing, peer_accounts
)
WITH
    seed AS (SELECT cluster_id, account_id FROM cluster_member WHERE run_id = {run_id:UUID} AND is_seed),
    -- One row a core member. Pairs and threes are no core, and there may be thousands of them.
    core AS (
        SELECT cluster_id, account_id, entity_id
        FROM seed
        INNER JOIN account_identity USING (account_id)
        WHERE cluster_id IN (SELECT cluster_id FROM seed GROUP BY cluster_id HAVING count() >= {core_min:UInt32})
    ),
    size AS (SELECT cluster_id, count() AS core_all FROM core GROUP BY cluster_id),
    quiet AS (SELECT account_id FROM account_mission WHERE run_id = {run_id:UUID} AND is_quiet),
    (SELECT count() FROM quiet) AS quiet_all,
    -- Proven customers with a mission of their own, outside all clusters.
    peer AS (
        SELECT account_id
        FROM account_mission
        WHERE run_id = {run_id:UUID} AND mission_millibits >= {mission_millibits_min:Int32}
          AND account_id IN (SELECT account_id FROM reference WHERE run_id = {run_id:UUID})
          AND account_id NOT IN (SELECT account_id FROM seed)
    ),
    (SELECT count() FROM peer) AS peer_all,
    -- One row a value that two customers of a core carry, with how many quiet accounts do.
    cluster_value AS (
        SELECT cluster_id, linker, value_hash, quiet_carriers
        FROM (
            SELECT cluster_id, linker, value_hash
            FROM account_value
            INNER JOIN core USING (account_id)
            WHERE run_id = {run_id:UUID}
            GROUP BY cluster_id, linker, value_hash
            HAVING uniqExact(entity_id) >= 2
        ) AS recurring
        LEFT JOIN (
            SELECT linker, value_hash, count() AS quiet_carriers
            FROM account_value
            WHERE run_id = {run_id:UUID} AND account_id IN (SELECT account_id FROM quiet)
            GROUP BY linker, value_hash
        ) AS carried USING (linker, value_hash)
        WHERE quiet_carriers <= quiet_all * {common_share:Float64}
    ),
    -- One row a cluster, linker and account that carries such a value: the rarest it carries.
    holder AS (
        SELECT
            cluster_id, linker, account_id,
            any(account_id IN (SELECT account_id FROM quiet))  AS is_quiet,
            any(account_id IN (SELECT account_id FROM peer))   AS is_peer,
            min(toInt64(quiet_carriers)) - is_quiet            AS others
        FROM account_value
        INNER JOIN cluster_value USING (linker, value_hash)
        WHERE run_id = {run_id:UUID}
        GROUP BY cluster_id, linker, account_id
    ),
    -- The same, with how many of the core, the quiet and the peers share what is as rare or rarer.
    ranked AS (
        SELECT
            holder.cluster_id AS cluster_id, linker, holder.account_id AS account_id, core_all,
            sum(toUInt64(core.account_id != '')) OVER rarer       AS sharing,
            sum(toUInt64(is_quiet)) OVER rarer                    AS by_chance,
            sum(toUInt64(is_peer)) OVER rarer - toUInt64(is_peer) AS peers
        FROM holder
        LEFT JOIN core ON core.account_id = holder.account_id AND core.cluster_id = holder.cluster_id
        INNER JOIN size ON size.cluster_id = holder.cluster_id
        WINDOW rarer AS (PARTITION BY cluster_id, linker ORDER BY others)
    )
SELECT
    {run_id:UUID}, cluster_id, account_id, linker,
    transform(toString(linker), {linkers:Array(String)}, {families:Array(String)}, ''),
    toInt32(round(1000 * least(
        transform(toString(linker), {linkers:Array(String)}, {bits_max:Array(Float64)}, 0.),
        log2(((sharing + 0.5) / (core_all + 1)) / ((by_chance + greatest(0.5, {prior_entities:UInt32}
                * transform(toString(linker), {linkers:Array(String)}, {unseen:Array(Float64)}, 0.)))
            / (quiet_all + {prior_entities:UInt32})))))) AS weight,
    sharing, core_all, by_chance, quiet_all, peers, peer_all
FROM ranked
WHERE account_id NOT IN (SELECT account_id FROM seed) AND weight > 0
