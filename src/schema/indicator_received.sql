-- indicator_received: a pattern that a partner told. Ground: rows are only added, and of an object and pattern the last one
-- counts. One object may say several.
CREATE TABLE IF NOT EXISTS indicator_received
(
    partner_id    LowCardinality(String),
    -- As the partner names it.
    object_id     String,
    indicator_id  String,
    kind          LowCardinality(String),
    -- In canonical form, as JSON.
    pattern       String,
    valid_from    DateTime64(3, 'UTC'),
    valid_until   DateTime64(3, 'UTC'),
    marking       LowCardinality(String),
    -- What the partner says, 0 to 100. It is told and never weighed.
    confidence    UInt8,
    campaign_name String,
    received_at   DateTime64(3, 'UTC'),
    -- The order in which bundles were taken in, whatever the clock said.
    place         UInt64,
    is_withdrawn  Bool
)
ENGINE = MergeTree
ORDER BY (partner_id, object_id, indicator_id, place)
SETTINGS fsync_after_insert = 1, fsync_part_directory = 1
