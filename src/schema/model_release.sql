-- model_release: when a model became available. Ground.
CREATE TABLE IF NOT EXISTS model_release
(
    model        String,
    released_at  DateTime64(3, 'UTC'),
    input_id     UInt32
)
ENGINE = MergeTree
ORDER BY (model, released_at)
