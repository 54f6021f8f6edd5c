-- countermeasure_carried: what is done to a campaign, proposed for those who came after it and are under nothing of it. Written
-- anew by the service whenever it changes; nothing is done by it.
CREATE TABLE IF NOT EXISTS countermeasure_carried
(
    -- The campaign that the account is of, or is recognised as one of.
    campaign_id   String,
    account_id    String,
    policy_id     LowCardinality(String),
    level         LowCardinality(String),
    -- The campaign that is under it: the same one, or one that it continues.
    restricted_id String
)
ENGINE = MergeTree
ORDER BY (campaign_id, account_id, policy_id)
