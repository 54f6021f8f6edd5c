-- campaign_evidence: what a campaign rests on and what speaks against it. Run-derived.
CREATE TABLE IF NOT EXISTS campaign_evidence
(
    run_id            UUID,
    campaign_id       String,
    evidence_id       String,
    family            LowCardinality(String),
    kind              LowCardinality(String),
    weight_millibits  Int32,
    statement         String
)
ENGINE = MergeTree
ORDER BY (run_id, campaign_id, evidence_id)
PARTITION BY run_id
