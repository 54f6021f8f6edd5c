-- template_family: fixed texts that recur over accounts. Run-derived, one row a family.
CREATE TABLE IF NOT EXISTS template_family
(
    run_id             UUID,
    family_id          UInt64,
    part               UInt8,
    accounts           UInt64,
    entities           UInt64,
    exchanges          UInt64,
    -- Distinct slots, and how many of them were sent by two accounts or more: a class repeats items,
    -- a loader shares them out.
    slots              UInt64,
    slots_shared       UInt64,
    first_seen_at      DateTime64(3, 'UTC'),
    sample_exchange_id String
)
ENGINE = MergeTree
ORDER BY (run_id, family_id)
PARTITION BY run_id
