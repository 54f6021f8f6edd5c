-- told_place: what somebody put into a collection after a place, oldest first, without the objects themselves.
--
-- Reads   taxii_object
-- Grain   added_at

SELECT object_id, toUnixTimestamp64Micro(added_at) AS added_micros, bytes
FROM taxii_object
WHERE collection_id = {collection_id:String}
  AND has({clients:Array(String)}, client)
  AND added_at > fromUnixTimestamp64Micro({after_micros:Int64})
ORDER BY added_at
LIMIT {rows_max:UInt32}
