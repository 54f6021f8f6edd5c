-- partner_weight: what each partner's word is worth in a run, by what became of what it told before. Run-derived.
CREATE TABLE IF NOT EXISTS partner_weight
(
    run_id           UUID,
    partner_id       LowCardinality(String),
    -- Its place among all partners, from 1.
    partner_number   UInt32,
    -- Campaigns of ours that it told operators of.
    campaigns_right  UInt32,
    -- What it told as one campaign, and innocent customers carry.
    campaigns_wrong  UInt32,
    is_paused        Bool,
    -- 0 to 1000. A partner's bits are multiplied by it.
    trust_millis     UInt16,
    -- Patterns in force, and accounts that carry one that is worth anything.
    indicators       UInt64,
    accounts         UInt64,
    -- The last bundle that the run knew of, whoever's; as `indicator_received` counts them.
    place_seen       UInt64
)
ENGINE = MergeTree
ORDER BY (run_id, partner_id)
PARTITION BY run_id
