-- taxii_status: what became of the objects that somebody added by TAXII, a row a request. Record: rows are added, and go after a week.
CREATE TABLE IF NOT EXISTS taxii_status
(
    status_id     String,
    client        LowCardinality(String),
    requested_at  DateTime64(3, 'UTC'),
    -- JSON, as it is told.
    status_json   String
)
ENGINE = MergeTree
ORDER BY status_id
SETTINGS fsync_after_insert = 1, fsync_part_directory = 1
