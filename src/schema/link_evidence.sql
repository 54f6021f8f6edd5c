-- link_evidence: what one linker says of one pair. Run-derived, account_a < account_b.
CREATE TABLE IF NOT EXISTS link_evidence
(
    run_id            UUID,
    account_a         String,
    account_b         String,
    linker            LowCardinality(String),
    family            LowCardinality(String),
    speaks            LowCardinality(String),
    -- The value they share, or 0.
    value_hash        UInt64,
    weight_millibits  Int32,
    facts             Map(String, Float64)
)
ENGINE = MergeTree
ORDER BY (run_id, account_a, account_b, linker)
PARTITION BY run_id
