-- share: what a run says to the world, one document a feed. Run-derived.
CREATE TABLE IF NOT EXISTS share
(
    run_id    UUID,
    feed      LowCardinality(String),
    document  String CODEC(ZSTD(3))
)
ENGINE = MergeTree
ORDER BY (run_id, feed)
PARTITION BY run_id
