-- reference: accounts whose habits tell what is ordinary. Run-derived. Older than 180 days and paid and
-- verified, or ruled benign; never in a campaign. Counted by entity: a thousand keys are one customer.
CREATE TABLE IF NOT EXISTS reference
(
    run_id      UUID,
    account_id  String,
    entity_id   String
)
ENGINE = MergeTree
ORDER BY (run_id, account_id)
PARTITION BY run_id
