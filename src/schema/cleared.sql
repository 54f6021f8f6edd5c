-- cleared: whom people let go, as of a run: campaigns that they ruled benign or that are half made of such, and the accounts of
-- those. Run-derived. Nothing is told of them to partners, and nothing is proposed of whose they are.
CREATE TABLE IF NOT EXISTS cleared
(
    run_id        UUID,
    -- `account` or `campaign`; `operator` for an account that was one when it was let go.
    subject_kind  LowCardinality(String),
    subject_id    String,
    -- By which they were let go. It counts as long as it is the newest on its own subject.
    ruling_id     String
)
ENGINE = MergeTree
ORDER BY (run_id, subject_kind, subject_id, ruling_id)
PARTITION BY run_id
