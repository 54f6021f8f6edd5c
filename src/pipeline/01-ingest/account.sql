-- account: the accounts of one input file.
--
-- Reads   input_line
-- Writes  account
-- Grain   one row a line that names an account and when it was made

INSERT INTO account (
    account_id, created_at, organization_id, is_organization_verified, plan, price_month, program,
    verification, email_domain, email_hash, email_shape, phone_hash, document_hash,
    billing_address_hash, payment_hash, payment_kind, signup_ip, signup_user_agent, signup_ja4,
    referrer, status, input_id
)
WITH JSONExtract(line, 'Tuple(account_id String, created_at String, organization_id String,
    is_organization_verified Nullable(Bool), plan String, price_month Nullable(Float64),
    program String, verification String, email_domain String, email_hash String,
    email_shape String, phone_hash String, document_hash String, billing_address_hash String,
    payment_hash String, payment_kind String, signup_ip String, signup_user_agent String,
    signup_ja4 String, referrer String, status String)') AS given
SELECT
    given.account_id,
    assumeNotNull(as_instant(given.created_at)),
    short_identifier(given.organization_id), given.is_organization_verified, given.plan, given.price_month,
    given.program, given.verification, lower(given.email_domain), given.email_hash,
    given.email_shape, given.phone_hash, given.document_hash, given.billing_address_hash,
    given.payment_hash, given.payment_kind, given.signup_ip, given.signup_user_agent,
    given.signup_ja4, given.referrer, given.status, {input_id:UInt32}
FROM input_line
WHERE NOT startsWith(line, '[') AND notEmpty(given.account_id)
  AND length(given.account_id) <= 128
  AND is_possible_instant(as_instant(given.created_at))
