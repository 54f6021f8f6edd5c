-- subject_template: the templated part of each subject's traffic. Run-derived, one row a subject.
CREATE TABLE IF NOT EXISTS subject_template
(
    run_id             UUID,
    subject_kind       LowCardinality(String),
    subject_id         String,
    templated          UInt64,
    templated_largest  UInt64,
    slots              UInt64,
    slots_repeated     UInt64,
    slots_foreign      UInt64,
    family_reference   UInt64
)
ENGINE = MergeTree
ORDER BY (run_id, subject_kind, subject_id)
PARTITION BY run_id
