-- subject_profile: what detectors look at: the pooled facts of an account, of a cluster, and of the
-- population of peers. Run-derived, one row a subject.
CREATE TABLE IF NOT EXISTS subject_profile
(
    run_id               UUID,
    subject_kind         LowCardinality(String),
    subject_id           String,
    accounts             UInt64,
    entities             UInt64,
    -- Customers counted by who pays: accounts on one instrument are one.
    payers               UInt64,
    exchanges            UInt64,
    served               UInt64,
    limited              UInt64,
    refused              UInt64,
    days                 UInt64,
    tokens_in            UInt64,
    tokens_out           UInt64,
    elicited             UInt64,
    elicitation_counts   Array(UInt64),
    capability_counts    Array(UInt64),
    extraction_millibits Int64,
    constrained          UInt64,
    lengthy              UInt64,
    single_turn          UInt64,
    foreign_turns        UInt64,
    hours                Array(UInt64),
    -- As in subject_template.
    templated            UInt64,
    slots                UInt64,
    slots_repeated       UInt64,
    slots_foreign        UInt64,
    looped               UInt64,
    loop_slots           UInt64,
    loop_repeated        UInt64,
    loop_lengthy         UInt64,
    loop_slots_lengthy   UInt64,
    -- What it used at list price against what its plans cost, US dollars over the window.
    value_used           Float64,
    value_paid           Float64,
    -- Accounts that were at full rate from their first day on, among those born in the window.
    born                 UInt64,
    unramped             UInt64,
    -- Exchanges in the day after a release, and those of them on the released model.
    after_release        UInt64,
    on_release           UInt64,
    verified_entities    UInt64,
    old_entities         UInt64
)
ENGINE = MergeTree
ORDER BY (run_id, subject_kind, subject_id)
PARTITION BY run_id
