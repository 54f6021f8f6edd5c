-- derivation: up to which input what is said of single exchanges was derived. The last row counts.
CREATE TABLE IF NOT EXISTS derivation
(
    place        UInt64,
    run_id       UUID,
    -- The exchanges of all inputs up to this one.
    input_id     UInt32,
    -- False while it is being done: what was interrupted is done anew, and from the beginning.
    is_finished  Bool,
    -- Of the program, and a digest of the secret that it hashed with.
    version      String
)
ENGINE = MergeTree
ORDER BY place
