-- campaign_member: the accounts of a campaign, each with its role. Run-derived.
CREATE TABLE IF NOT EXISTS campaign_member
(
    run_id        UUID,
    campaign_id   String,
    account_id    String,
    role          LowCardinality(String),
    membership    Float64
)
ENGINE = MergeTree
ORDER BY (run_id, campaign_id, account_id)
PARTITION BY run_id
