-- application: the applications of one input file.
--
-- Reads   input_line
-- Writes  application
-- Grain   one row a line that names an application and when it was made

INSERT INTO application (
    application_id, applied_at, account_id, created_at, program, tier, purpose, institution_domain,
    domain_registered_at, proofs, invited_by, organization_id, is_organization_verified, plan, price_month, verification,
    email_domain, email_hash, email_shape, phone_hash, document_hash, billing_address_hash, payment_hash,
    payment_kind, signup_ip, signup_user_agent, signup_ja4, referrer, risk, odds_bits, step,
    assessment_json, input_id
)
WITH
    JSONExtract(line, 'Tuple(application_id String, applied_at String, account_id String, created_at String,
        program String, tier String, purpose String, institution_domain String, domain_registered_at String, proofs Array(String),
        invited_by String, organization_id String, is_organization_verified Nullable(Bool), plan String,
        price_month Nullable(Float64), verification String, email_domain String, email_hash String,
        email_shape String, phone_hash String, document_hash String, billing_address_hash String,
        payment_hash String, payment_kind String, signup_ip String, signup_user_agent String,
        signup_ja4 String, referrer String)') AS given,
    -- The gate's alone: senders' are left out at its door.
    JSONExtractRaw(line, 'assessment') AS assessed
SELECT
    given.application_id,
    assumeNotNull(as_instant(given.applied_at)),
    short_identifier(given.account_id), as_instant(given.created_at),
    if(empty(given.program), 'none', given.program), if(empty(given.tier), 'starting', given.tier),
    given.purpose, lower(given.institution_domain),
    as_instant(given.domain_registered_at), given.proofs, short_identifier(given.invited_by),
    short_identifier(given.organization_id), given.is_organization_verified, given.plan, given.price_month,
    given.verification, lower(given.email_domain), given.email_hash, given.email_shape, given.phone_hash,
    given.document_hash, given.billing_address_hash, given.payment_hash, given.payment_kind,
    given.signup_ip, given.signup_user_agent, given.signup_ja4, given.referrer,
    JSONExtract(assessed, 'risk', 'Nullable(UInt8)'), JSONExtract(assessed, 'odds_bits', 'Nullable(Float64)'),
    JSONExtractString(assessed, 'step'), assessed, {input_id:UInt32}
FROM input_line
WHERE NOT startsWith(line, '[') AND notEmpty(given.application_id)
  AND length(given.application_id) <= 128
  AND is_possible_instant(as_instant(given.applied_at))
