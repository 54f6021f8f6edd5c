-- taxii_known: which versions of some objects a collection has, and who put them there, oldest first.
--
-- Reads   taxii_object
-- Grain   added_at

SELECT
    object_id,
    client,
    version,
    toUnixTimestamp64Micro(version_at) AS version_micros,
    object_digest
FROM taxii_object
WHERE collection_id = {collection_id:String}
  AND has({ids:Array(String)}, object_id)
ORDER BY added_at
