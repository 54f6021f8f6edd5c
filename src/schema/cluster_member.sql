-- cluster_member: who is in a cluster and how firmly. Run-derived.
CREATE TABLE IF NOT EXISTS cluster_member
(
    run_id            UUID,
    cluster_id        String,
    account_id        String,
    -- Held by controlled links.
    is_core           UInt8,
    -- Held by links at all; who is not is attached by pooled ties, for the judge to decide.
    is_seed           UInt8,
    weight_millibits  Int32,
    links             UInt32
)
ENGINE = MergeTree
ORDER BY (run_id, cluster_id, account_id)
PARTITION BY run_id
