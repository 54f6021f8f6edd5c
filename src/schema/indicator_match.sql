-- indicator_match: an account that carries what a partner told, where that is worth anything. Run-derived. No verdict:
-- it adds to what is found without it.
CREATE TABLE IF NOT EXISTS indicator_match
(
    run_id            UUID,
    partner_id        LowCardinality(String),
    -- Place of the partner in `partner_weight`, by which its linker knows it.
    partner_number    UInt32,
    object_id         String,
    indicator_id      String,
    kind              LowCardinality(String),
    -- What the partner says is one campaign: its name, or the pattern alone where it names none.
    told_campaign     String,
    account_id        String,
    first_at          DateTime64(3, 'UTC'),
    last_at           DateTime64(3, 'UTC'),
    -- Of the pattern, before the partner's trust; 0 where the partner has withdrawn it.
    weight_millibits  Int32
)
ENGINE = MergeTree
ORDER BY (run_id, partner_number, account_id, object_id)
PARTITION BY run_id
