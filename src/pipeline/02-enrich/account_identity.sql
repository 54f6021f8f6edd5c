-- account_identity: who each account says it is and who pays.
--
-- Reads   exchange, account, account_event, account_identity, mail_domain
-- Writes  account_identity
-- Grain   one row an account that was seen in an exchange
--
-- An account that is not in the account file is there all the same, with nothing known of it: its
-- age counts from its first exchange, and it can be no part of the reference population. Who is there is left.
-- A referrer is its scheme, host and path: a query or fragment may name the customer whose link it was.

INSERT INTO account_identity (
    account_id, entity_id, is_known, created_at, is_verified, is_organization_verified, has_paid,
    plan, price_month, program, email_kind, email_domain_hash, email_shape_hash, email_hash,
    phone_hash, document_hash, billing_address_hash, payment_hash, payment_kind,
    signup_network_hash, signup_client_hash, referrer_hash, status
)
WITH
    -- One row an account: what its exchanges say.
    seen AS (
        SELECT
            account_id,
            min(received_at)      AS first_seen_at,
            max(organization_id)  AS organization_seen,
            max(plan)             AS plan_seen
        FROM exchange
        WHERE account_id NOT IN (SELECT account_id FROM account_identity)
        GROUP BY account_id
    ),
    -- One row an account: the newest that the files say.
    known AS (
        SELECT *
        FROM account
        ORDER BY account_id, input_id DESC, created_at DESC, payment_hash
        LIMIT 1 BY account_id
    ),
    -- One row an account whose payment was refused.
    unpaid AS (
        SELECT account_id, count() AS failures
        FROM account_event
        WHERE kind = 'payment_failed'
        GROUP BY account_id
    )
SELECT
    seen.account_id,
    multiIf(known.organization_id != '', known.organization_id,
            organization_seen != '', organization_seen, seen.account_id)  AS entity,
    known.created_at >= toDateTime64('2000-01-01 00:00:00', 3, 'UTC')     AS is_in_file,
    if(is_in_file, known.created_at, first_seen_at),
    verification IN ('phone', 'payment', 'identity', 'institution'),
    ifNull(is_organization_verified, false),
    ifNull(price_month, 1) > 0 AND payment_kind IN ('card', 'invoice') AND unpaid.failures = 0,
    if(known.plan != '', known.plan, plan_seen),
    ifNull(price_month, 0),
    program,
    multiIf(email_domain = '', '', mail_domain.kind != '', mail_domain.kind, 'private'),
    keyed_hash({hash_key:Array(Tuple(UInt64, UInt64))}, email_domain),
    keyed_hash({hash_key:Array(Tuple(UInt64, UInt64))}, email_shape),
    keyed_hash({hash_key:Array(Tuple(UInt64, UInt64))}, identity_given(email_hash)),
    keyed_hash({hash_key:Array(Tuple(UInt64, UInt64))}, identity_given(phone_hash)),
    keyed_hash({hash_key:Array(Tuple(UInt64, UInt64))}, identity_given(document_hash)),
    keyed_hash({hash_key:Array(Tuple(UInt64, UInt64))}, identity_given(billing_address_hash)),
    keyed_hash({hash_key:Array(Tuple(UInt64, UInt64))}, identity_given(payment_hash)),
    payment_kind,
    keyed_hash({hash_key:Array(Tuple(UInt64, UInt64))}, address_network(signup_ip)),
    keyed_hash({hash_key:Array(Tuple(UInt64, UInt64))},
        if(signup_ja4 = '' AND signup_user_agent = '', '', concat(signup_ja4, '\n', signup_user_agent))),
    keyed_hash({hash_key:Array(Tuple(UInt64, UInt64))}, cutQueryStringAndFragment(referrer)),
    status
FROM seen
LEFT JOIN known ON known.account_id = seen.account_id
LEFT JOIN unpaid ON unpaid.account_id = seen.account_id
LEFT JOIN mail_domain ON mail_domain.domain = known.email_domain
