-- cohort_evidence: what circumstance says of two accounts that both look like a harvest by themselves, or
-- are held by controlled links. Run-derived, account_a < account_b, the rarest value of each linker.
CREATE TABLE IF NOT EXISTS cohort_evidence
(
    run_id            UUID,
    account_a         String,
    account_b         String,
    linker            LowCardinality(String),
    family            LowCardinality(String),
    value_hash        UInt64,
    weight_millibits  Int32
)
ENGINE = MergeTree
ORDER BY (run_id, account_a, account_b, linker)
PARTITION BY run_id
