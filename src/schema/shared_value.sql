-- shared_value: what a shared value is worth. Run-derived, one row a value carried by two entities or
-- more.
CREATE TABLE IF NOT EXISTS shared_value
(
    run_id            UUID,
    linker            LowCardinality(String),
    value_hash        UInt64,
    accounts          UInt64,
    entities          UInt64,
    -- How many of the reference entities carry it, and of how many.
    reference_carriers UInt64,
    reference_entities UInt64,
    is_new_hub        UInt8,
    weight_millibits  Int32
)
ENGINE = MergeTree
ORDER BY (run_id, linker, value_hash)
PARTITION BY run_id
