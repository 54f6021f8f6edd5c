-- system_prompt: the sketch of each distinct system prompt. Row-derived; most exchanges repeat one.
CREATE TABLE IF NOT EXISTS system_prompt
(
    system_hash  UInt64,
    sketch       Array(UInt64)
)
ENGINE = MergeTree
ORDER BY system_hash
