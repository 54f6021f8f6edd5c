-- link_pair: candidate pairs of two customers, each once: what every linker is asked about. Run-derived.
CREATE TABLE IF NOT EXISTS link_pair
(
    run_id             UUID,
    account_a          String,
    account_b          String,
    -- How many of the two belong to the reference: they are left out of the count that weighs them.
    reference_accounts UInt8
)
ENGINE = MergeTree
ORDER BY (run_id, account_a, account_b)
PARTITION BY run_id
