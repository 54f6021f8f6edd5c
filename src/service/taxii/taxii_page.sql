-- taxii_page: what of a collection is asked for after a place, oldest first, without the objects themselves.
--
-- Reads   taxii_object
-- Grain   added_at
--
-- What an object's first and last version is, is told among those that are not over their time, whoever may see them: whose last
-- version is not to be seen is not told by one before it. What is ours is told as if nobody else had its id, and nobody but who
-- put it there is told of what another put under it.

WITH
    -- One row a version of an object.
    version_kept AS (
        SELECT
            object_id,
            version,
            version_at,
            added_at,
            bytes,
            client,
            marking,
            -- No client of the settings can be called so.
            startsWith(client, 'share:') OR client = 'our sightings' AS is_ours,
            max(is_ours) OVER (PARTITION BY object_id)               AS is_id_ours,
            row_number() OVER (PARTITION BY object_id, is_ours ORDER BY version_at, added_at)           AS from_first,
            row_number() OVER (PARTITION BY object_id, is_ours ORDER BY version_at DESC, added_at DESC) AS from_last
        FROM taxii_object
        WHERE collection_id = {collection_id:String}
          AND (expires_at IS NULL OR expires_at > fromUnixTimestamp64Milli({now_ms:Int64}))
          AND (empty({ids:Array(String)}) OR has({ids:Array(String)}, object_id))
          AND (empty({types:Array(String)}) OR has({types:Array(String)}, object_type))
    )
SELECT
    object_id,
    version,
    toUnixTimestamp64Micro(added_at) AS added_micros,
    bytes
FROM version_kept
WHERE added_at > fromUnixTimestamp64Micro({after_micros:Int64})
  AND ({is_all:Bool}
       OR ({is_first:Bool} AND from_first = 1)
       OR ({is_last:Bool} AND from_last = 1)
       OR has({versions:Array(Int64)}, toUnixTimestamp64Micro(version_at)))
  AND (has({own:Array(String)}, client)
       OR (is_ours AND has({ours:Array(String)}, marking))
       OR (NOT is_id_ours AND has({others:Array(String)}, marking)))
ORDER BY added_at
LIMIT {rows:UInt32}
