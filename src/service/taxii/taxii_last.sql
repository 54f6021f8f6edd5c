-- taxii_last: how much each collection has, and when the last came.
--
-- Reads   taxii_object
-- Grain   collection_id

SELECT
    collection_id,
    count()                               AS objects,
    sum(bytes)                            AS bytes,
    toUnixTimestamp64Micro(max(added_at)) AS last_micros
FROM taxii_object
GROUP BY collection_id
