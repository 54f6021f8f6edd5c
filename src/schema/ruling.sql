-- ruling: a person's conclusion on a subject. Record: append-only; the newest unexpired counts.
CREATE TABLE IF NOT EXISTS ruling
(
    ruling_id     String,
    ruled_at      DateTime64(3, 'UTC'),
    subject_kind  LowCardinality(String),
    subject_id    String,
    conclusion    LowCardinality(String),
    author        String,
    reason        String,
    expires_at    Nullable(DateTime64(3, 'UTC')),
    input_id      UInt32
)
ENGINE = MergeTree
ORDER BY (subject_kind, subject_id, ruled_at, ruling_id)
