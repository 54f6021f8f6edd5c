-- input_file: what each file gave to a run. Ground.
CREATE TABLE IF NOT EXISTS input_file
(
    input_id      UInt32,
    run_id        String,
    file          String,
    kind          LowCardinality(String),
    source        LowCardinality(String),
    -- Lines that hold something.
    lines         UInt64,
    accepted      UInt64,
    rejected      UInt64,
    -- Why a file could not be read, or not to its end: a torn gzip keeps its good lines.
    fault         String,
    -- Keys that nothing reads, and on how many of the file's first thousand lines they stand.
    unknown_keys  Map(String, UInt64)
)
ENGINE = MergeTree
ORDER BY input_id
