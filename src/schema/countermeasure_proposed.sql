-- countermeasure_proposed: what would be proportionate. Run-derived; nothing is done by it.
CREATE TABLE IF NOT EXISTS countermeasure_proposed
(
    run_id       UUID,
    campaign_id  String,
    level        LowCardinality(String),
    needs        LowCardinality(String)
)
ENGINE = MergeTree
ORDER BY (run_id, campaign_id)
PARTITION BY run_id
