-- link_candidate: the pairs that a shared value proposes.
--
-- Reads   account_value, account_identity, shared_value
-- Writes  link_candidate
-- Grain   (run_id, account_a, account_b)
--
-- Only values worth `weight_millibits_min` propose, and no new hubs. Up to `members_all` carriers give all pairs; more
-- link neighbours on one ring, the order of hashed account ids, which is the same for every linker, so
-- that two accounts that share several values meet in all of them.

INSERT INTO link_candidate (run_id, account_a, account_b)
WITH
    -- One row a value and carrier, at its place on the ring.
    ring AS (
        SELECT
            linker, value_hash, account_id,
            row_number() OVER carriers AS place,
            count() OVER (PARTITION BY linker, value_hash) AS carriers_all
        FROM account_value
        WHERE run_id = {run_id:UUID}
          AND (linker, value_hash) IN (
              SELECT linker, value_hash
              FROM shared_value
              WHERE run_id = {run_id:UUID} AND NOT is_new_hub
                AND weight_millibits >= {weight_millibits_min:Int32})
        WINDOW carriers AS (
            PARTITION BY linker, value_hash
            ORDER BY sipHash64Keyed({hash_key:Array(Tuple(UInt64, UInt64))}[-1], account_id), account_id)
    ),
    -- One row a carrier and step: the place of the carrier that many steps on.
    step AS (
        SELECT
            linker, value_hash, account_id AS one,
            toUInt64((place + arrayJoin(range(1, toUInt64(1 + if(carriers_all <= {members_all:UInt32},
                intDiv(carriers_all, 2), {neighbours:UInt32})))) - 1) % carriers_all + 1) AS place
        FROM ring
    )
SELECT DISTINCT {run_id:UUID}, least(one, account_id) AS account_a, greatest(one, account_id) AS account_b
FROM step
INNER JOIN ring USING (linker, value_hash, place)
WHERE one != account_id
