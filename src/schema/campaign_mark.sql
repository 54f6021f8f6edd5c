-- campaign_mark: what marks requests as a campaign's own: fixed texts, classes of elicitation, openings of
-- answers, each with how much more its members send it than everybody outside. Run-derived.
CREATE TABLE IF NOT EXISTS campaign_mark
(
    run_id            UUID,
    campaign_id       String,
    -- 'family', 'system' (a family of system prompts), 'class' (a bit, then wording, then answers that were
    -- never served here), 'opening'.
    kind              LowCardinality(String),
    value_hash        UInt64,
    accounts          UInt64,
    exchanges         UInt64,
    -- log2 of its rate inside over its rate outside, less the error of a small count.
    weight_millibits  Int32
)
ENGINE = MergeTree
ORDER BY (run_id, campaign_id, kind, value_hash)
PARTITION BY run_id
