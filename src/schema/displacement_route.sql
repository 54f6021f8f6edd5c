-- displacement_route: by which models, channels and endpoints a campaign asked in the thirty days before something was done to
-- it, and by which who came after asks in the thirty days since. Run-derived.
CREATE TABLE IF NOT EXISTS displacement_route
(
    run_id            UUID,
    campaign_id       String,
    action_id         String,
    kind              LowCardinality(String),            -- 'channel', 'endpoint' or 'model'
    name              String,
    exchanges_before  UInt64,
    exchanges_back    UInt64
)
ENGINE = MergeTree
ORDER BY (run_id, campaign_id, action_id, kind, name)
PARTITION BY run_id
