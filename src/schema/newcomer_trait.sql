-- newcomer_trait: what ties a newcomer to a campaign, the rarest of each trait. Of one comparison.
CREATE TABLE IF NOT EXISTS newcomer_trait
(
    account_id        String,
    campaign_id       String,
    trait             LowCardinality(String),
    family            LowCardinality(String),
    -- Whether it says what the account is for, or who pays for it.
    tells             Bool,
    weight_millibits  Int32
)
ENGINE = MergeTree
ORDER BY (account_id, campaign_id, trait)
