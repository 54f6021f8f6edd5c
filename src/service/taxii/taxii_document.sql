-- taxii_document: the objects of a collection at some places, oldest first.
--
-- Reads   taxii_object
-- Grain   added_at

SELECT object_json
FROM taxii_object
WHERE collection_id = {collection_id:String}
  AND added_at >= fromUnixTimestamp64Micro({first_micros:Int64})
  AND added_at <= fromUnixTimestamp64Micro({last_micros:Int64})
  AND has({places:Array(Int64)}, toUnixTimestamp64Micro(added_at))
ORDER BY added_at
