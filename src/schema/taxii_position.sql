-- taxii_position: how far servers of others were read, and collections sent to them. Record: rows are only added, and the furthest
-- of a way counts.
CREATE TABLE IF NOT EXISTS taxii_position
(
    -- Server, collection there, collection here and direction, hashed without a key: what is set otherwise begins anew.
    way          String,
    position_at  DateTime64(6, 'UTC')
)
ENGINE = MergeTree
ORDER BY (way, position_at)
SETTINGS fsync_after_insert = 1, fsync_part_directory = 1
