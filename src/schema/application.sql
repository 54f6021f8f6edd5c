-- application: who signed up or asked for a programme. Ground; the row of an application that came last counts.
CREATE TABLE IF NOT EXISTS application
(
    application_id            String,
    applied_at                DateTime64(3, 'UTC'),
    account_id                String,                 -- empty where there is none yet
    created_at                Nullable(DateTime64(3, 'UTC')),
    program                   LowCardinality(String), -- none, education, research, startup
    tier                      LowCardinality(String), -- starting, full
    purpose                   LowCardinality(String), -- what they say it is for; empty where they do not
    institution_domain        String,
    domain_registered_at      Nullable(DateTime64(3, 'UTC')),
    proofs                    Array(LowCardinality(String)),
    invited_by                String,
    organization_id           String,
    is_organization_verified  Nullable(Bool),
    plan                      LowCardinality(String),
    price_month               Nullable(Float64),
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
    risk                      Nullable(UInt8),        -- percent, as it was assessed when it came
    odds_bits                 Nullable(Float64),
    step                      LowCardinality(String), -- grant, one_proof, more_proofs, person; empty where nobody assessed it
    assessment_json           String,                 -- the whole of it
    input_id                  UInt32
)
ENGINE = MergeTree
ORDER BY (application_id, applied_at)
