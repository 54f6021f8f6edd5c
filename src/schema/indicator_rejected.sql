-- indicator_rejected: what of a partner's bundle was not taken in, and why. Ground. One row a bundle and reason: a million
-- refused objects are a few rows.
CREATE TABLE IF NOT EXISTS indicator_rejected
(
    partner_id   LowCardinality(String),
    received_at  DateTime64(3, 'UTC'),
    place        UInt64,
    reason       LowCardinality(String),
    objects      UInt64,
    -- The first of them; empty where the whole bundle was refused.
    object_id    String
)
ENGINE = MergeTree
ORDER BY (partner_id, place, reason)
