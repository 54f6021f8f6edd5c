-- subject_template: the templated part of each subject's traffic. Run-derived, one row a subject.
CREATE TABLE IF NOT EXISTS subject_template
(
    run_id             UUID,
    subject_kind       LowCardinality(String),
    subject_id         String,
    -- Exchanges cut from uncommon families, their distinct slots, and how many of those were sent by
    -- several of its accounts, or by accounts outside it.
    templated          UInt64,
    slots              UInt64,
    slots_repeated     UInt64,
    slots_foreign      UInt64,
    -- The part of it that is a loop: families of its own whose slots are mostly new. A repeat counts by what it took.
    looped             UInt64,
    loop_slots         UInt64,
    loop_repeated      UInt64,
    -- The part of the loop that took more than a few words: its exchanges, and its slots.
    loop_lengthy       UInt64,
    loop_slots_lengthy UInt64
)
ENGINE = MergeTree
ORDER BY (run_id, subject_kind, subject_id)
PARTITION BY run_id
