-- run: one pass of the pipeline. Readers see the last finished one.
CREATE TABLE IF NOT EXISTS run
(
    run_id        UUID,
    started_at    DateTime64(3, 'UTC'),
    finished_at   Nullable(DateTime64(3, 'UTC')),
    window_start  DateTime64(3, 'UTC'),
    window_end    DateTime64(3, 'UTC'),
    version       String
)
ENGINE = MergeTree
ORDER BY (started_at, run_id)
