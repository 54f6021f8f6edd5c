-- campaign_trait: what a newcomer of a campaign would carry, and what that is worth. Run-derived.
CREATE TABLE IF NOT EXISTS campaign_trait
(
    run_id            UUID,
    campaign_id       String,
    -- A linker, or a trait that only newcomers are compared by.
    trait             LowCardinality(String),
    family            LowCardinality(String),
    value_hash        UInt64,
    -- log2 of the share of operators over the share of the quiet who carry a value as rare as this or rarer.
    weight_millibits  Int32
)
ENGINE = MergeTree
ORDER BY (run_id, trait, value_hash, campaign_id)
PARTITION BY run_id
