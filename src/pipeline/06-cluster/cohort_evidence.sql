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
            groupArray((indexOf({linkers:Array(String)}, linker), value_hash, u, held_values)) AS values
        FROM cohort_value
        GROUP BY account_id
    ),
    -- One row a pair and value that both hold, as (place of the linker, weight, value): names are copied too slowly.
    common AS (
        SELECT
            account_a, account_b,
            arrayJoin(arrayMap(v -> (
                v.1,
                toInt32(round(1000 * least(
                    {bits_max:Array(Float64)}[v.1],
                    log2({m:Array(Float64)}[v.1] / (v.3 * least(v.4, b.values[indexOf(b.hashes, v.2)].4)))))),
                v.2), arrayFilter(v -> has(b.hashes, v.2), a.values))) AS shared
        FROM pair
        INNER JOIN holding AS a ON a.account_id = pair.account_a
        INNER JOIN holding AS b ON b.account_id = pair.account_b
        WHERE a.entity != b.entity
    )
SELECT
    {run_id:UUID}, account_a, account_b,
    {linkers:Array(String)}[shared.1], {families:Array(String)}[shared.1],
    argMax(shared.3, (shared.2, shared.3)),
    max(shared.2)
FROM common
WHERE shared.2 > 0
GROUP BY account_a, account_b, shared.1
