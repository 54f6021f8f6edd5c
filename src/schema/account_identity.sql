-- account_identity: who an account says it is and who pays, as keyed hashes. Row-derived, one row an
-- account that was seen or is known.
CREATE TABLE IF NOT EXISTS account_identity
(
    account_id            String,
    -- The organisation, or the account itself where it names none: what counts as one customer.
    entity_id             String,
    is_known              UInt8,
    created_at            DateTime64(3, 'UTC'),
    is_verified           UInt8,
    is_organization_verified UInt8,
    has_paid              UInt8,
    plan                  LowCardinality(String),
    price_month           Float64,
    program               LowCardinality(String),
    email_kind            LowCardinality(String),
    email_domain_hash     UInt64,
    email_shape_hash      UInt64,
    email_hash            UInt64,
    phone_hash            UInt64,
    document_hash         UInt64,
    billing_address_hash  UInt64,
    payment_hash          UInt64,
    payment_kind          LowCardinality(String),
    signup_network_hash   UInt64,
    signup_client_hash    UInt64,
    referrer_hash         UInt64,
    status                LowCardinality(String)
)
ENGINE = MergeTree
ORDER BY account_id
