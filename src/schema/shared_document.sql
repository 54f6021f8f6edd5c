-- shared_document: what two people let leave, as both saw it. Record: a row is only ever added, before the entry of the trail that
-- lets it leave; without that it is nothing.
CREATE TABLE IF NOT EXISTS shared_document
(
    sha256  String,                 -- of the text; the trail has it
    text    String CODEC(ZSTD(3))   -- canonical JSON: the document that leaves, and the terms
)
ENGINE = MergeTree
ORDER BY sha256
SETTINGS fsync_after_insert = 1, fsync_part_directory = 1
