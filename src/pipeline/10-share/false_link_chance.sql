-- false_link_chance: how often two strangers drawn at random share how much, by family.
--
-- Reads   account_identity, account_value, cluster_member, shared_value
-- Grain   one row a family (or 'time alone', or 'all') and step of weight
--
-- All pairs of a keyed sample of accounts, weighed as `link_evidence` weighs them. Accounts in a cluster of
-- a campaign's size and values that are new hubs are left out. 'all' counts the pairs that there are.

WITH
    -- One row a sampled account.
    sampled AS (
        SELECT account_id, entity_id
        FROM account_identity
        WHERE account_id NOT IN (
            SELECT account_id
            FROM cluster_member
            WHERE run_id = {run_id:UUID} AND is_seed AND cluster_id IN (
                SELECT cluster_id
                FROM cluster_member
                INNER JOIN account_identity USING (account_id)
                WHERE run_id = {run_id:UUID} AND is_seed
                GROUP BY cluster_id
                HAVING uniqExact(entity_id) >= {gathered_min:UInt32}))
        ORDER BY sipHash64Keyed({hash_key:Array(Tuple(UInt64, UInt64))}[-1], account_id), account_id
        LIMIT {sample_accounts:UInt32}
    ),
    -- One row a sampled account and value.
    held AS (
        SELECT
            account_id, entity_id, value_hash, last_at,
            toString(linker) AS held_linker,
            count() OVER (PARTITION BY linker, account_id) AS held_values
        FROM account_value
        INNER JOIN sampled USING (account_id)
        WHERE run_id = {run_id:UUID}
    ),
    -- One row a value that is worth anything.
    worth AS (
        SELECT
            value_hash, toString(linker) AS worth_linker, weight_millibits AS own_weight,
            (reference_carriers + {prior_entities:UInt32}
                * transform(worth_linker, {linkers:Array(String)}, {unseen:Array(Float64)}, 0.))
            / (reference_entities + {prior_entities:UInt32}) AS u
        FROM shared_value
        WHERE run_id = {run_id:UUID} AND NOT is_new_hub AND weight_millibits > 0
    ),
    valued AS (
        SELECT *
        FROM held
        INNER JOIN worth ON held.value_hash = worth.value_hash AND held_linker = worth_linker
    ),
    -- One row a pair and value that it shares.
    common AS (
        SELECT
            a.account_id AS one, b.account_id AS other,
            transform(a.held_linker, {linkers:Array(String)}, {families:Array(String)}, '') AS family,
            transform(a.held_linker, {linkers:Array(String)}, {speaks:Array(String)}, '') AS kind,
            if(has({weighing_themselves:Array(String)}, a.held_linker), a.own_weight, toInt32(round(1000
                * exp2(-greatest(0, dateDiff('day', least(a.last_at, b.last_at), {window_end:DateTime64(3)}))
                    / transform(a.held_linker, {linkers:Array(String)}, {half_lives:Array(Float64)}, 1.))
                * least(
                    transform(a.held_linker, {linkers:Array(String)}, {bits_max:Array(Float64)}, 0.),
                    log2(transform(a.held_linker, {linkers:Array(String)}, {m:Array(Float64)}, 0.1)
                        / (least(a.held_values, b.held_values) * a.u)))))) AS weight
        FROM valued AS a
        INNER JOIN valued AS b ON a.value_hash = b.value_hash AND a.held_linker = b.held_linker
        WHERE a.account_id < b.account_id AND a.entity_id != b.entity_id
    ),
    -- One row a pair and family.
    strongest AS (
        SELECT
            one, other, family, max(weight) AS best,
            max(if(kind = 'time', weight, 0)) AS best_time
        FROM common
        GROUP BY one, other, family
    )
SELECT
    told.1 AS family,
    toInt32({step_millibits:UInt32} * round(told.2 / {step_millibits:UInt32})) AS weight_millibits,
    count() AS pairs
FROM (SELECT arrayJoin([(family, best), ('time alone', best_time)]) AS told FROM strongest)
WHERE told.2 > 0
GROUP BY family, weight_millibits
UNION ALL
SELECT 'all', 0, toUInt64((pow(sum(accounts), 2) - sum(pow(accounts, 2))) / 2)
FROM (SELECT entity_id, count() AS accounts FROM sampled GROUP BY entity_id)
