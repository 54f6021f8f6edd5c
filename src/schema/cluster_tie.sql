-- cluster_tie: what ties an account outside a cluster to the accounts in its core, pooled over all of
-- them. Run-derived, one row a cluster, account and linker.
CREATE TABLE IF NOT EXISTS cluster_tie
(
    run_id            UUID,
    cluster_id        String,
    account_id        String,
    linker            LowCardinality(String),
    family            LowCardinality(String),
    weight_millibits  Int32,
    -- How many in the core share it, of how many; and how many quiet accounts do, of how many.
    core_sharing      UInt32,
    core_accounts     UInt32,
    quiet_sharing     UInt32,
    quiet_accounts    UInt32,
    -- And of the reference that asks for the same kind of thing: who shares by having the same mission.
    peer_sharing      UInt32,
    peer_accounts     UInt32
)
ENGINE = MergeTree
ORDER BY (run_id, cluster_id, account_id, linker)
PARTITION BY run_id
