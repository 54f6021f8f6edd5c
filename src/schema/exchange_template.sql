-- exchange_template: the family whose fixed text an exchange carries. Run-derived, at most one row an
-- exchange for the user's text (part 2), and one an account and system prompt (part 1).
CREATE TABLE IF NOT EXISTS exchange_template
(
    run_id       UUID,
    exchange_id  String,
    account_id   String,
    received_at  DateTime64(3, 'UTC'),
    part         UInt8,
    family_id    UInt64,
    -- What is not fixed: two exchanges of a family with one slot ask the same thing.
    slot_hash    UInt64,
    -- Whether it was answered.
    is_served    UInt8,
    answer_tokens UInt32,
    -- Whether it was answered by more than a few words.
    is_lengthy   UInt8
)
ENGINE = MergeTree
ORDER BY (run_id, account_id, received_at, exchange_id, part)
PARTITION BY run_id
