-- store_version: which releases opened this store, and with which number of the schema. Record: a row is added where either is
-- another than before. A release that knows a lower number than the highest does not open it.
CREATE TABLE IF NOT EXISTS store_version
(
    number     UInt32,
    release    String,                                  -- of the package
    opened_at  DateTime64(3, 'UTC') DEFAULT now64(3)
)
ENGINE = MergeTree
ORDER BY opened_at
