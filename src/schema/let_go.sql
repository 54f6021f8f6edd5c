-- let_go: who was let go when people lifted a restriction or ruled a campaign benign. Record: rows are only added. A run may
-- give the same accounts another name, or make two campaigns of one: by this they are known again.
CREATE TABLE IF NOT EXISTS let_go
(
    -- What they were let go by, as the state of people has it.
    cause         String,
    -- Keyed hash of the account.
    account_hash  UInt64
)
ENGINE = MergeTree
ORDER BY (cause, account_hash)
SETTINGS fsync_after_insert = 1, fsync_part_directory = 1
