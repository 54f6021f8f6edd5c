-- campaign: activity of one or more clusters towards one goal. Run-derived.
CREATE TABLE IF NOT EXISTS campaign
(
    run_id                UUID,
    campaign_id           String,
    cluster_id            String,
    verdict               LowCardinality(String),
    confidence            UInt8,
    linkage               Float64,
    extraction            Float64,
    succeeds              Array(String)
)
ENGINE = MergeTree
ORDER BY (run_id, campaign_id)
PARTITION BY run_id
