-- input_file: what each file gave. Ground.
CREATE TABLE IF NOT EXISTS input_file
(
    input_id    UInt32,
    file        String,
    kind        LowCardinality(String),
    source      LowCardinality(String),
    lines       UInt64,
    accepted    UInt64,
    rejected    UInt64,
    duplicates  UInt64,
    -- A file that broke off (a torn gzip) keeps its good lines, and says so here.
    fault       String
)
ENGINE = MergeTree
ORDER BY input_id
