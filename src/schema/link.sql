-- link: one weighed link a pair. Run-derived, account_a < account_b.
CREATE TABLE IF NOT EXISTS link
(
    run_id            UUID,
    account_a         String,
    account_b         String,
    weight_millibits  Int32,
    families          Array(LowCardinality(String)),
    -- Rests on controller evidence, or on money and time. Without it a link accuses nobody by itself.
    is_controlled     UInt8
)
ENGINE = MergeTree
ORDER BY (run_id, account_a, account_b)
PARTITION BY run_id
