-- policy_entered: when somebody came under a policy that touches in batches, and when no more. Record: rows are only added, and
-- the last one of a subject counts. Whoever comes under it again begins anew.
CREATE TABLE IF NOT EXISTS policy_entered
(
    policy_id     LowCardinality(String),
    subject_kind  LowCardinality(String),
    -- Keyed hash of the subject.
    subject_hash  UInt64,
    -- The order in which rows were written, whatever the clock said.
    place         UInt64,
    -- Came under it, or is under it no more.
    is_under      Bool,
    noted_at      DateTime64(3, 'UTC'),
    -- From when it may be touched.
    starts_at     DateTime64(3, 'UTC')
)
ENGINE = MergeTree
ORDER BY (policy_id, subject_kind, subject_hash, place)
SETTINGS fsync_after_insert = 1, fsync_part_directory = 1
