-- verdict: our conclusion on an account or a cluster. Run-derived; only subjects that are not clear.
CREATE TABLE IF NOT EXISTS verdict
(
    run_id                UUID,
    subject_kind          LowCardinality(String),
    subject_id            String,
    verdict               LowCardinality(String),
    confidence            UInt8,
    linkage               Float64,
    extraction            Float64,
    extraction_millibits  Int32,
    reasons               Array(String)
)
ENGINE = MergeTree
ORDER BY (run_id, subject_kind, subject_id)
PARTITION BY run_id
