-- signal: one detector's opinion of one subject. Run-derived.
CREATE TABLE IF NOT EXISTS signal
(
    run_id            UUID,
    detector          LowCardinality(String),
    family            LowCardinality(String),
    subject_id        String,
    strength          Float64,
    -- Positive for extraction, negative for an innocent explanation.
    weight_millibits  Int32,
    facts             Map(String, Float64)
)
ENGINE = MergeTree
ORDER BY (run_id, subject_id, detector)
PARTITION BY run_id
