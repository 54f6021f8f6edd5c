-- account_profile: how one account behaved on one day. Row-derived. Every column is a sum or can be
-- merged, so that the profile of any group is the merge of its members'.
CREATE TABLE IF NOT EXISTS account_profile
(
    account_id           String,
    profile_date         Date,
    exchanges            UInt64,
    served               UInt64,
    limited              UInt64,
    refused              UInt64,
    tokens_in            UInt64,
    tokens_out           UInt64,
    tokens_reasoning     UInt64,
    -- Exchanges whose text is bulk output of a kind that trains: by class, and by capability.
    elicited             UInt64,
    elicitation_counts   Array(UInt64),
    capability_counts    Array(UInt64),
    extraction_millibits Int64,
    -- Exchanges whose wording crosses the line that one ordinary text in a hundred crosses.
    worded               UInt64,
    -- Exchanges whose answer is short and whose question is long: labelling, indexing, classification.
    constrained          UInt64,
    -- Exchanges that were served more than a few words.
    lengthy              UInt64,
    single_turn          UInt64,
    batch                UInt64,
    -- Distinct answers that it sent back as the newest and that were served to nobody here.
    foreign_turns        UInt64,
    hours                Array(UInt64),
    first_seen_at        DateTime64(3, 'UTC'),
    last_seen_at         DateTime64(3, 'UTC')
)
ENGINE = MergeTree
ORDER BY (account_id, profile_date)
PARTITION BY toMonday(profile_date)
