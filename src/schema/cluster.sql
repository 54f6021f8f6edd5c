-- cluster: accounts joined by links. Structure, not guilt. Run-derived.
CREATE TABLE IF NOT EXISTS cluster
(
    run_id               UUID,
    cluster_id           String,
    accounts             UInt32,
    entities             UInt32,
    links                UInt32,
    -- The most customers, by name and by purse, who hang together in controlled links.
    core_joined          UInt32,
    -- Mean weight of its links.
    weight_millibits     Int32,
    -- The one cause without which it falls apart, or ''.
    rests_on             LowCardinality(String)
)
ENGINE = MergeTree
ORDER BY (run_id, cluster_id)
PARTITION BY run_id
