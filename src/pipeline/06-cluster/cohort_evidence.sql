-- cohort_evidence: what circumstance says of pairs among those who look like a harvest.
--
-- Reads   cohort_value   the values that accounts of interest carry, and what each is worth
-- Writes  cohort_evidence
-- Grain   (run_id, account_a, account_b, linker)
--
-- Among all accounts circumstance is too common to accuse. Among the few whose own requests look like a
-- harvest, or who are held by controlled links, it says which of them belong together. u is that of the value
-- times the fewer of the two accounts' values. As in `link_candidate`, many carriers link their neighbours on one ring.

INSERT INTO cohort_evidence (
    run_id, account_a, account_b, linker, family, value_hash, weight_millibits
)
WITH
    -- One row a value: its carriers, around the ring.
    ring AS (
        SELECT
            arraySort(groupArray((sipHash64Keyed({hash_key:Array(Tuple(UInt64, UInt64))}[-1], account_id), account_id))).2
                AS carriers,
            length(carriers) AS carriers_all
        FROM cohort_value
        GROUP BY linker, value_hash
    ),
    -- One row a carrier and step: the carrier, and the one that many steps on.
    step AS (
        SELECT arrayJoin(arrayZip(carriers, arrayRotateLeft(carriers, steps))) AS both
        FROM ring
        ARRAY JOIN range(1, toUInt64(1 + if(carriers_all <= {members_all:UInt32},
            intDiv(carriers_all, 2), {neighbours:UInt32}))) AS steps
    ),
    pair AS (
        SELECT DISTINCT least(both.1, both.2) AS account_a, greatest(both.1, both.2) AS account_b
        FROM step
    ),
    -- One row an account: all that it holds.
    holding AS (
        SELECT
            account_id, any(entity_id) AS entity,
            groupArray(value_hash)                                AS hashes,
            groupArray((toString(linker), value_hash, u, held_values)) AS values
        FROM cohort_value
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
