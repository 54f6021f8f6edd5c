-- cohort_evidence: what circumstance says of pairs among those who look like a harvest.
--
-- Reads   account_identity, account_mission, account_value
-- Writes  cohort_evidence
-- Grain   (run_id, account_a, account_b, linker)
--
-- Among all accounts circumstance is too common to accuse. Among the few whose own requests look like a
-- harvest, or who are held by controlled links, it says which of them belong together. What a value is
-- worth is asked of the quiet: u is the share of them that carries it, shrunk towards the shipped curve as
-- in `shared_value`, times the fewer of the two accounts' values. As in `link_candidate`, many carriers link their neighbours on one ring.

INSERT INTO cohort_evidence (
    run_id, account_a, account_b, linker, family, value_hash, weight_millibits
)
WITH
    -- One row an account of interest.
    suspect AS (
        SELECT account_id, entity_id
        FROM account_identity
        WHERE account_id IN (SELECT account_id FROM account_mission WHERE run_id = {run_id:UUID} AND is_suspect)
    ),
    quiet AS (SELECT account_id FROM account_mission WHERE run_id = {run_id:UUID} AND is_quiet),
    (SELECT count() FROM quiet) AS quiet_all,
    -- One row a value that two customers of interest carry, and hardly anybody quiet.
    worth AS (
        SELECT
            linker, value_hash,
            (quiet_carriers + greatest(0.5, {prior_entities:UInt32}
                * transform(toString(linker), {linkers:Array(String)}, {unseen:Array(Float64)}, 0.)))
            / (quiet_all + {prior_entities:UInt32}) AS u
        FROM (
            SELECT linker, value_hash
            FROM account_value
            INNER JOIN suspect USING (account_id)
            WHERE run_id = {run_id:UUID}
            GROUP BY linker, value_hash
            HAVING uniqExact(entity_id) >= 2
        ) AS recurring
        LEFT JOIN (
            SELECT linker, value_hash, count() AS quiet_carriers
            FROM account_value
            WHERE run_id = {run_id:UUID} AND account_id IN (SELECT account_id FROM quiet)
            GROUP BY linker, value_hash
        ) AS carried USING (linker, value_hash)
        WHERE u <= {common_share:Float64}
    ),
    -- One row an account of interest and value.
    held AS (
        SELECT
            linker, value_hash, account_id, entity_id, u,
            count() OVER (PARTITION BY linker, account_id) AS held_values
        FROM account_value
        INNER JOIN worth USING (linker, value_hash)
        INNER JOIN suspect USING (account_id)
        WHERE run_id = {run_id:UUID}
    ),
    -- One row a value and carrier, at its place on the ring.
    ring AS (
        SELECT
            linker, value_hash, account_id,
            row_number() OVER (
                PARTITION BY linker, value_hash
                ORDER BY sipHash64Keyed({hash_key:Array(Tuple(UInt64, UInt64))}[-1], account_id), account_id) AS place,
            count() OVER (PARTITION BY linker, value_hash) AS carriers
        FROM held
    ),
    -- One row a carrier and step.
    step AS (
        SELECT
            linker, value_hash, account_id AS one,
            toUInt64((place + arrayJoin(range(1, toUInt64(1 + if(carriers <= {members_all:UInt32},
                intDiv(carriers, 2), {neighbours:UInt32})))) - 1) % carriers + 1) AS place
        FROM ring
    ),
    pair AS (
        SELECT DISTINCT least(one, account_id) AS account_a, greatest(one, account_id) AS account_b
        FROM step
        INNER JOIN ring USING (linker, value_hash, place)
        WHERE one != account_id
    ),
    -- One row an account: all that it holds.
    holding AS (
        SELECT
            account_id, any(entity_id) AS entity,
            groupArray(value_hash)                                AS hashes,
            groupArray((toString(linker), value_hash, u, held_values)) AS values
        FROM held
        GROUP BY account_id
    ),
    -- One row a pair and value that both hold.
    common AS (
        SELECT
            account_a, account_b,
            arrayJoin(arrayFilter((v, w) -> has(b.hashes, w), a.values, a.hashes)) AS shared,
            shared.1 AS linker_shared,
            toInt32(round(1000 * least(
                transform(shared.1, {linkers:Array(String)}, {bits_max:Array(Float64)}, 0.),
                log2(transform(shared.1, {linkers:Array(String)}, {m:Array(Float64)}, 0.1)
                    / (shared.3 * least(shared.4, b.values[indexOf(b.hashes, shared.2)].4)))))) AS weight
        FROM pair
        INNER JOIN holding AS a ON a.account_id = pair.account_a
        INNER JOIN holding AS b ON b.account_id = pair.account_b
        WHERE a.entity != b.entity
    )
SELECT
    {run_id:UUID}, account_a, account_b, linker_shared,
    transform(linker_shared, {linkers:Array(String)}, {families:Array(String)}, ''),
    argMax(shared.2, (weight, shared.2)),
    max(weight) AS best
FROM common
GROUP BY account_a, account_b, linker_shared
HAVING best > 0
