-- cluster_member: who is in a cluster and how firmly. Run-derived.
CREATE TABLE IF NOT EXISTS cluster_member
(
    run_id            UUID,
    cluster_id        String,
    account_id        String,
    -- By controlled links (1), or attached by circumstance and for the judge to decide (0).
    is_core           UInt8,
    weight_millibits  Int32,
    links             UInt32
)
ENGINE = MergeTree
ORDER BY (run_id, cluster_id, account_id)
PARTITION BY run_id
