-- audit: what was done, by whom and to what. Record: append-only; each entry seals the one before it.
CREATE TABLE IF NOT EXISTS audit
(
    seq         UInt64,                 -- from 1, without a gap
    at          DateTime64(3, 'UTC'),
    actor       String,                 -- the service, or the name of a token
    action      LowCardinality(String),
    object      String,                 -- what it was done with: a policy, an appeal
    subject     String,                 -- to whom: a campaign or a pseudonym, never a name
    facts       String,                 -- JSON
    hash_before String,                 -- of the entry before; empty for the first
    hash        String                  -- SHA-256 of all columns before this one
)
ENGINE = MergeTree
ORDER BY seq
SETTINGS fsync_after_insert = 1, fsync_part_directory = 1
