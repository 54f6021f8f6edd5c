-- sighting: what a partner is told back of an indicator of its own: about how many operators of campaigns found here carry it.
-- Run-derived. It names no account, and says nothing of anybody who is no operator, nor of fewer than five who are.
CREATE TABLE IF NOT EXISTS sighting
(
    run_id         UUID,
    partner_id     LowCardinality(String),
    -- As the partner names it.
    object_id      String,
    indicator_id   String,
    -- In fives.
    accounts       UInt64,
    -- Days: midnight in UTC.
    first_seen_at  DateTime64(3, 'UTC'),
    last_seen_at   DateTime64(3, 'UTC')
)
ENGINE = MergeTree
ORDER BY (run_id, partner_id, object_id)
PARTITION BY run_id
