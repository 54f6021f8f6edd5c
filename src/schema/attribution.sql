-- attribution: what is proposed of whose a campaign is, and of whom its traffic serves: items of hypotheses, facts apart
-- from what is inferred of them. Nobody is named: that is a person's signed act. Run-derived.
CREATE TABLE IF NOT EXISTS attribution
(
    run_id            UUID,
    campaign_id       String,
    hypothesis_id     String,
    -- 'operator': one hand with another group; 'beneficiary': a slice of its traffic serves one purpose.
    question          LowCardinality(String),
    -- 'campaign' of this run, 'former' of the one before, 'banned' on one day; 'capability', 'channel', 'template'.
    about_kind        LowCardinality(String),
    about_name        String,
    evidence_id       String,
    -- 'fact': counted; 'inference': what follows from the facts of the hypothesis, with what it takes off.
    standing          LowCardinality(String),
    -- 'for' or 'against' the hypothesis.
    speaks            LowCardinality(String),
    family            LowCardinality(String),
    -- A linker, 'succeeds', or what of a slice was counted.
    kind              LowCardinality(String),
    -- Of slices nothing is weighed: 0.
    weight_millibits  Int32,
    statement         String
)
ENGINE = MergeTree
ORDER BY (run_id, campaign_id, hypothesis_id, standing, evidence_id)
PARTITION BY run_id
