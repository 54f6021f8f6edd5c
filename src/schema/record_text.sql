-- record_text: what people wrote and whom they named, apart from the audit trail, which has its id alone. Record: a row is
-- only ever added, or erased where somebody may ask for that; the trail stays whole without it.
CREATE TABLE IF NOT EXISTS record_text
(
    text_id  String,
    text     String      -- JSON
)
ENGINE = MergeTree
ORDER BY text_id
SETTINGS fsync_after_insert = 1, fsync_part_directory = 1
