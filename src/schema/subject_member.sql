-- subject_member: what is judged, and the accounts that it is made of. Run-derived: every account by
-- itself, every cluster, and the population of peers.
CREATE TABLE IF NOT EXISTS subject_member
(
    run_id        UUID,
    subject_kind  LowCardinality(String),
    subject_id    String,
    account_id    String
)
ENGINE = MergeTree
ORDER BY (run_id, account_id, subject_kind, subject_id)
PARTITION BY run_id
