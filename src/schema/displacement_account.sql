-- displacement_account: who came after something was done to a campaign and carries what is the campaign's. Run-derived.
CREATE TABLE IF NOT EXISTS displacement_account
(
    run_id         UUID,
    campaign_id    String,
    action_id      String,
    account_id     String,
    first_seen_at  DateTime64(3, 'UTC'),
    -- 'artefact': presents what was issued to its operators before; 'member': the run has it as an operator; 'recognised': it
    -- looks like one; 'template': it sends the campaign's text. By the last alone nobody is counted as displaced.
    grounds        Array(LowCardinality(String)),
    is_counted     Bool
)
ENGINE = MergeTree
ORDER BY (run_id, campaign_id, action_id, account_id)
PARTITION BY run_id
