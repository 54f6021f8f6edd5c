-- link_candidate: the pairs that a shared value proposes.
--
-- Reads   account_value, account_identity, shared_value
-- Writes  link_candidate
-- Grain   (run_id, account_a, account_b)
--
-- Only values worth `weight_millibits_min` propose. Up to `members_all` carriers give all pairs; more
-- link neighbours on one ring, the order of hashed account ids, which is the same for every linker, so
-- that two accounts that share several values meet in all of them.

INSERT INTO link_candidate (run_id, account_a, account_b)
WITH
    -- One row a value: its carriers in ring order.
    ring AS (
        SELECT
            linker, value_hash,
            arraySort(groupArray((sipHash64Keyed({hash_key:Tuple(UInt64, UInt64)}, account_id), account_id))) AS members
        FROM account_value
        WHERE run_id = {run_id:UUID}
          AND (linker, value_hash) IN (
              SELECT linker, value_hash
              FROM shared_value
              WHERE run_id = {run_id:UUID} AND weight_millibits >= {weight_millibits_min:Int32})
        GROUP BY linker, value_hash
    ),
    -- One row an ordered pair.
    pair AS (
        SELECT
            members[position].2 AS one,
            members[(position + step - 1) % length(members) + 1].2 AS other
        FROM ring
        ARRAY JOIN arrayEnumerate(members) AS position
        ARRAY JOIN range(1, toUInt64(1 + if(length(members) <= {members_all:UInt32},
            intDiv(length(members), 2), {neighbours:UInt32}))) AS step
    )
SELECT DISTINCT {run_id:UUID}, least(one, other) AS account_a, greatest(one, other) AS account_b
FROM pair
WHERE one != other
