-- indicator_probe: the patterns that are matched just now, in the parts that their kind hashes. Emptied when they have been.
CREATE TABLE IF NOT EXISTS indicator_probe
(
    pattern_id  String,
    kind        LowCardinality(String),
    probe       Array(String)
)
ENGINE = MergeTree
ORDER BY (kind, pattern_id)
