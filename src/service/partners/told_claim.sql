-- told_claim: relationships that somebody put into a collection and that are, come from or go to one of some objects.
--
-- Reads   taxii_object
-- Grain   object_id, in its latest version

SELECT object_id, source_ref, target_ref
FROM (
    SELECT
        object_id,
        JSONExtractString(object_json, 'source_ref') AS source_ref,
        JSONExtractString(object_json, 'target_ref') AS target_ref
    FROM taxii_object
    WHERE collection_id = {collection_id:String}
      AND has({clients:Array(String)}, client)
      AND object_type = 'relationship'
      AND bytes <= {bytes_max:UInt32}
    ORDER BY object_id, version_at DESC, added_at DESC
    LIMIT 1 BY object_id
) AS claim
WHERE object_id IN {ids:Array(String)} OR source_ref IN {ids:Array(String)} OR target_ref IN {ids:Array(String)}
ORDER BY object_id
LIMIT {rows_max:UInt32}
