-- account_mission: how far an account's own requests ask for training data, before anything is said of its
-- ties by circumstance. Run-derived, one row an account.
CREATE TABLE IF NOT EXISTS account_mission
(
    run_id            UUID,
    account_id        String,
    exchanges         UInt64,
    -- log2 of how much likelier its strongest class of elicitation is than by the rate of its peers.
    asked_millibits   Int32,
    -- That, or what a loop over a text of its own shows.
    mission_millibits Int32,
    -- Looks like a harvest by itself, or is held by a controlled link: of interest.
    is_suspect        UInt8,
    -- Shows, by enough requests or as part of the reference, that it asks for nothing that trains: what is
    -- ordinary is asked of these.
    is_quiet          UInt8
)
ENGINE = MergeTree
ORDER BY (run_id, account_id)
PARTITION BY run_id
