-- exchange_origin: from where and through what an exchange came. Row-derived, one row an exchange.
CREATE TABLE IF NOT EXISTS exchange_origin
(
    exchange_id     String,
    account_id      String,
    received_at     DateTime64(3, 'UTC'),
    -- Keyed hashes; 0 where absent. An IPv6 address counts as its /64.
    address_hash    UInt64,
    -- The /24 or /48.
    network_hash    UInt64,
    asn             UInt32,
    ja4_hash        UInt64,
    header_hash     UInt64,
    -- The user agent without its version, and with it.
    client_hash     UInt64,
    client_version_hash UInt64,
    client_kind     LowCardinality(String)
)
ENGINE = MergeTree
ORDER BY (account_id, received_at, exchange_id)
PARTITION BY toMonday(received_at)
