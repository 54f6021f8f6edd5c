-- partner_wrong: a pattern that a partner told and that innocent customers carry, as a run found it. Ground: rows are only added, by
-- runs. It outlasts the telling, the run and the history that showed it: nobody becomes right by being forgotten.
CREATE TABLE IF NOT EXISTS partner_wrong
(
    partner_id          LowCardinality(String),
    indicator_id        String,
    -- What the partner called one campaign when it was found.
    told_campaign       String,
    -- The ruling on whoever carried it; empty where proven customers did.
    ruling_id           String,
    -- How many proven customers did when it was found.
    reference_carriers  UInt64,
    -- The last bundle that the run knew of.
    place_seen          UInt64,
    -- When the run began, or the end of its window where that is later.
    found_at            DateTime64(3, 'UTC')
)
ENGINE = MergeTree
ORDER BY (partner_id, indicator_id, found_at)
SETTINGS fsync_after_insert = 1, fsync_part_directory = 1
