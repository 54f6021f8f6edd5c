-- link_candidate: pairs of accounts to be scored on every linker. Run-derived, account_a < account_b.
CREATE TABLE IF NOT EXISTS link_candidate
(
    run_id     UUID,
    account_a  String,
    account_b  String
)
ENGINE = ReplacingMergeTree
ORDER BY (run_id, account_a, account_b)
PARTITION BY run_id
