-- told_object: some of what somebody put into a collection, each in its latest version.
--
-- Reads   taxii_object
-- Grain   object_id

SELECT object_json
FROM taxii_object
WHERE collection_id = {collection_id:String}
  AND has({clients:Array(String)}, client)
  AND object_id IN {ids:Array(String)}
  AND bytes <= {bytes_max:UInt32}
  AND (expires_at IS NULL OR expires_at > fromUnixTimestamp64Milli({now_ms:Int64}))
ORDER BY object_id, version_at DESC, added_at DESC
LIMIT 1 BY object_id
LIMIT {rows_max:UInt32}
