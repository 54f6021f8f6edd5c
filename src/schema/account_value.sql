-- account_value: which account carries which value of which linker. Run-derived. Values that one
-- account alone carries are dropped before anything is capped, so that flooding gains nothing.
CREATE TABLE IF NOT EXISTS account_value
(
    run_id      UUID,
    linker      LowCardinality(String),
    account_id  String,
    value_hash  UInt64,
    first_at    DateTime64(3, 'UTC'),
    last_at     DateTime64(3, 'UTC')
)
ENGINE = MergeTree
ORDER BY (run_id, linker, value_hash, account_id)
PARTITION BY run_id
