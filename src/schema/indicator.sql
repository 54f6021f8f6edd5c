-- indicator: what values of one kind that operators of a campaign share are worth to others. Run-derived. Hashes and counts:
-- what a pattern says is read when somebody asks for it, of who is still there.
CREATE TABLE IF NOT EXISTS indicator
(
    run_id              UUID,
    campaign_id         String,
    kind                LowCardinality(String),
    value_hash          UInt64,
    first_seen_at       DateTime64(3, 'UTC'),
    last_seen_at        DateTime64(3, 'UTC'),
    -- Of the campaign who carry it; all who do; and proven ordinary customers, and accounts that ask for nothing that
    -- trains, among them.
    operators           UInt32,
    carriers            UInt32,
    reference_carriers  UInt32,
    quiet_carriers      UInt32,
    -- Why it may not leave; '' where it may.
    kept_out            LowCardinality(String),
    -- How many values of the campaign and kind came to this end: only those that most operators carry are here.
    alike               UInt32
)
ENGINE = MergeTree
ORDER BY (run_id, campaign_id, kind, value_hash)
PARTITION BY run_id
