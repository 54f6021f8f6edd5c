-- exchange_rejected: a line at fault of any input file, and why. Ground. The line itself is not kept: it may hold
-- anything.
CREATE TABLE IF NOT EXISTS exchange_rejected
(
    input_id     UInt32,
    file         String,
    line_number  UInt64,
    reason       LowCardinality(String),
    line_bytes   UInt64
)
ENGINE = MergeTree
ORDER BY (file, line_number)
