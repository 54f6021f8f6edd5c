-- account_event: something that happened to an account. Ground.
CREATE TABLE IF NOT EXISTS account_event
(
    account_id   String,
    occurred_at  DateTime64(3, 'UTC'),
    kind         LowCardinality(String),
    detail       String,
    input_id     UInt32
)
ENGINE = MergeTree
ORDER BY (account_id, occurred_at, kind)
