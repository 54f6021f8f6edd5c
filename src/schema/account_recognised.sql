-- account_recognised: newcomers who look like a campaign that is known already. Of a run.
--
-- For a person to look at, and for a policy that observes or verifies: a comparison with what is known,
-- and no verdict. The next run judges the account by what it sends.
CREATE TABLE IF NOT EXISTS account_recognised
(
    -- The run that the campaign was found by.
    run_id            UUID,
    account_id        String,
    campaign_id       String,
    recognised_at     DateTime64(3, 'UTC'),
    -- How many exchanges of it were known.
    exchanges         UInt32,
    weight_millibits  Int32,
    traits            Array(String)
)
ENGINE = MergeTree
ORDER BY (run_id, account_id)
PARTITION BY run_id
