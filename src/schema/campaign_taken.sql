-- campaign_taken: the answers that a campaign took; cover traffic and what customers of a reseller asked are
-- not among them. Run-derived, one row an exchange.
CREATE TABLE IF NOT EXISTS campaign_taken
(
    run_id       UUID,
    campaign_id  String,
    account_id   String,
    exchange_id  String,
    -- 1000 where the exchange is recognised by itself; less where only so many of its like are.
    share_thousandths UInt16
)
ENGINE = MergeTree
ORDER BY (run_id, campaign_id, account_id, exchange_id)
PARTITION BY run_id
