-- taxii_last: how much each collection has of whom, and when the last came.
--
-- Reads   taxii_object
-- Grain   collection_id, client

SELECT
    collection_id,
    client,
    count()                               AS objects,
    sum(bytes)                            AS bytes,
    toUnixTimestamp64Micro(max(added_at)) AS last_micros
FROM taxii_object
GROUP BY collection_id, client
