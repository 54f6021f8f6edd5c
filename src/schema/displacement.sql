-- displacement: where the traffic of a campaign went after something was done to it, and what would have come without. Run-derived.
CREATE TABLE IF NOT EXISTS displacement
(
    run_id            UUID,
    campaign_id       String,
    -- What was done, under which policy, and when.
    action_id         String,
    kind              LowCardinality(String),            -- 'ban' or 'restriction'
    policy_id         LowCardinality(String),
    acted_at          DateTime64(3, 'UTC'),
    -- Accounts that were sent away; subjects of a restriction.
    touched           UInt64,
    horizon_days      UInt16,
    -- Of the horizon, what lies before the end of the log.
    days_seen         Float64,
    days_before       Float64,
    -- Of its operators from before the action: before it, by day, and after it within the horizon.
    exchanges_per_day Float64,
    exchanges_staying UInt64,
    tokens_staying    UInt64,
    -- Of who came after.
    accounts_back     UInt64,
    exchanges_back    UInt64,
    tokens_back       UInt64,
    -- What the days before, up to thirty of them, would have as many days after bring; 95 of 100 such spans lie within,
    -- if its days are alike and know nothing of each other.
    exchanges_expected       Float64,
    exchanges_expected_least Float64,
    exchanges_expected_most  Float64,
    tokens_expected          Float64,
    -- What else could say the same. Operators who were new in as many days before the action: a pool that grows by itself.
    accounts_back_before UInt64,
    -- Who came after and carries only its text, and strangers who had sent that text before: a popular one.
    accounts_text_only   UInt64,
    strangers_with_text  UInt64,
    -- All others by day, before and after: a season.
    others_per_day_before Float64,
    others_per_day_after  Float64
)
ENGINE = MergeTree
ORDER BY (run_id, campaign_id, action_id, horizon_days)
PARTITION BY run_id
