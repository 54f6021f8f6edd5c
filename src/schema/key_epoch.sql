-- key_epoch: under which chain of hash secrets a store is, and how far it is in being taken to the next. Record: the row with the
-- highest place counts. It tells no secret: a check is the hash of a fixed text.
CREATE TABLE IF NOT EXISTS key_epoch
(
    place        UInt64,
    state        LowCardinality(String),   -- begun, built, done or reached
    -- Of the chain that is reached or made for.
    chain_check  UInt64,
    -- Of the newest secret of it by itself.
    newest_check UInt64,
    -- Of `built` and `done`: the table and the partition that lies ready beside it, or took its place.
    table_name   LowCardinality(String),
    partition    String,
    -- Of `built`: how many rows lie ready. 0 where a release before noted it.
    built_rows   UInt64,
    noted_at     DateTime64(3, 'UTC') DEFAULT now64(3)
)
ENGINE = MergeTree
ORDER BY place
