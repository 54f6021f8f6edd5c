-- indicator_worth: what a told pattern is worth by our own history, whoever told it. Run-derived, one row a pattern that
-- was looked for.
CREATE TABLE IF NOT EXISTS indicator_worth
(
    run_id              UUID,
    -- Of the kind and the canonical pattern.
    indicator_id        String,
    kind                LowCardinality(String),
    accounts            UInt64,
    entities            UInt64,
    -- How many of the reference entities carry it, and of how many.
    reference_carriers  UInt64,
    reference_entities  UInt64,
    -- Before the partner's trust; 0 where it is too common to say anything.
    weight_millibits    Int32
)
ENGINE = MergeTree
ORDER BY (run_id, indicator_id)
PARTITION BY run_id
