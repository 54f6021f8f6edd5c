-- application_recent: what a gate that begins anew remembers of who applied, as a line each, in the order of their time.
--
-- Reads   application
-- Grain   one row an application; the newest `rows_max`, of four weeks before the last, and before `now_ms`
--
-- Of each what came first and was proved last: asking twice is one application. Those that came in after an input alone, where one is
-- named: what came before was told already. What is dated after `now_ms` came by then: one that is dated wrong must not make all others too old.

WITH fromUnixTimestamp64Milli({now_ms:Int64}, 'UTC') AS by_now
SELECT formatRow('JSONEachRow',
    application_id, applied_at, account_id, created_at, program, institution_domain, domain_registered_at, proofs,
    invited_by, organization_id, is_organization_verified, plan, email_domain, email_hash, email_shape, phone_hash,
    document_hash, billing_address_hash, payment_hash, payment_kind, signup_ip, signup_user_agent, signup_ja4, referrer
) AS line
FROM (
    SELECT * REPLACE (
        concat(replaceOne(toString(least(first_at, by_now)), ' ', 'T'), 'Z') AS applied_at,
        if(isNull(created_at), NULL, concat(replaceOne(toString(created_at), ' ', 'T'), 'Z')) AS created_at,
        if(isNull(domain_registered_at), NULL,
            concat(replaceOne(toString(domain_registered_at), ' ', 'T'), 'Z')) AS domain_registered_at
    )
    FROM (
        SELECT *, min(applied_at) OVER (PARTITION BY application_id) AS first_at
        FROM application
        WHERE applied_at >= least((SELECT max(applied_at) FROM application), by_now) - INTERVAL 28 DAY
          AND (input_id > {after:UInt32} OR {after:UInt32} = 0)
    )
    ORDER BY input_id DESC, applied_at DESC, length(proofs) DESC
    LIMIT 1 BY application_id
)
ORDER BY applied_at DESC, application_id
LIMIT {rows_max:UInt32}
