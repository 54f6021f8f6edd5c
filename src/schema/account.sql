-- account: whom the provider bills and can suspend. Ground; the newest row of an account counts.
CREATE TABLE IF NOT EXISTS account
(
    account_id                String,
    created_at                DateTime64(3, 'UTC'),
    organization_id           String,
    is_organization_verified  Nullable(Bool),
    plan                      LowCardinality(String),
    price_month               Nullable(Float64),
    program                   LowCardinality(String),
    verification              LowCardinality(String),
    email_domain              String,
    email_hash                String,
    email_shape               String,
    phone_hash                String,
    document_hash             String,
    billing_address_hash      String,
    payment_hash              String,
    payment_kind              LowCardinality(String),
    signup_ip                 String,
    signup_user_agent         String,
    signup_ja4                String,
    referrer                  String,
    status                    LowCardinality(String),
    input_id                  UInt32
)
ENGINE = MergeTree
ORDER BY account_id
