-- link_candidate: the pairs that a shared value proposes.
--
-- Reads   account_value, shared_value
-- Writes  link_candidate
-- Grain   (run_id, account_a, account_b)
--
-- Only values worth `weight_millibits_min` propose, and no new hubs. Up to `members_all` carriers give all pairs; more
-- link neighbours on one ring, the order of hashed account ids, which is the same for every linker, so
-- that two accounts that share several values meet in all of them.

INSERT INTO link_candidate (run_id, account_a, account_b)
WITH
    -- One row a value: its carriers, around the ring.
    ring AS (
        SELECT
            arraySort(groupArray((sipHash64Keyed({hash_key:Array(Tuple(UInt64, UInt64))}[-1], account_id), account_id))).2
                AS carriers,
            length(carriers) AS carriers_all
        FROM account_value
        WHERE run_id = {run_id:UUID}
          AND (linker, value_hash) IN (
              SELECT linker, value_hash
              FROM shared_value
              WHERE run_id = {run_id:UUID} AND NOT is_new_hub
                AND weight_millibits >= {weight_millibits_min:Int32})
        GROUP BY linker, value_hash
    ),
    -- One row a carrier and step: the carrier, and the one that many steps on.
    step AS (
        SELECT arrayJoin(arrayZip(carriers, arrayRotateLeft(carriers, steps))) AS pair
        FROM ring
        ARRAY JOIN range(1, toUInt64(1 + if(carriers_all <= {members_all:UInt32},
            intDiv(carriers_all, 2), {neighbours:UInt32}))) AS steps
    )
SELECT DISTINCT {run_id:UUID}, least(pair.1, pair.2) AS account_a, greatest(pair.1, pair.2) AS account_b
FROM step
