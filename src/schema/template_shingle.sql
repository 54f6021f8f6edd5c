-- template_shingle: the shingles of each family's fixed text. Run-derived.
CREATE TABLE IF NOT EXISTS template_shingle
(
    run_id     UUID,
    -- 1 system prompt, 2 opening, 3 closing of the user's text.
    part       UInt8,
    shingle    UInt64,
    family_id  UInt64
)
ENGINE = MergeTree
ORDER BY (run_id, part, shingle)
PARTITION BY run_id
