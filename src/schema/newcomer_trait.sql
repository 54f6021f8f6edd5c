-- newcomer_trait: what ties the newcomers of a while to the campaigns of the last run, the rarest of each trait.
CREATE TABLE IF NOT EXISTS newcomer_trait
(
    account_id        String,
    campaign_id       String,
    trait             LowCardinality(String),
    family            LowCardinality(String),
    -- Whether it says what the account is for, or who pays for it.
    tells             Bool,
    -- The value it carries; 0 where the tie is no value.
    value_hash        UInt64,
    weight_millibits  Int32,
    -- How many exchanges of the account were known when it was compared.
    exchanges         UInt32
)
ENGINE = MergeTree
ORDER BY (account_id, campaign_id, trait)
