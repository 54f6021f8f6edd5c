-- partner_weight: what each partner's word is worth in a run, by what people said of it and what it was wrong about. Run-derived.
CREATE TABLE IF NOT EXISTS partner_weight
(
    run_id           UUID,
    partner_id       LowCardinality(String),
    -- Its place among those that are heard, from 1; 0 where it is paused, or more were admitted before it than are heard.
    partner_number   UInt32,
    -- Campaigns of ours that it told operators of. It earns nothing by them.
    campaigns_right  UInt32,
    -- What it told as one campaign, and innocent customers carry; since two people vouched for it, where they did.
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
