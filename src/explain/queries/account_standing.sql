-- account_standing: who one account says it is, and how it behaved.
--
-- Reads   account_identity, account_profile, reference
-- Grain   at most one row

WITH
    -- One row: its days summed.
    used AS (
        SELECT
            account_id,
            count()                        AS days_seen,
            sum(exchanges)                 AS exchanges_all,
            sum(elicited)                  AS elicited_all,
            sum(tokens_out)                AS tokens_out_all,
            toString(min(first_seen_at))   AS first_seen,
            toString(max(last_seen_at))    AS last_seen
        FROM account_profile
        WHERE account_id = {account_id:String}
        GROUP BY account_id
    )
SELECT
    account_id, entity_id, is_known, toString(created_at) AS created, is_verified,
    is_organization_verified, has_paid, plan, price_month, program, email_kind, payment_kind, status,
    account_id IN (SELECT account_id FROM reference WHERE run_id = {run_id:UUID}) AS is_reference,
    days_seen, exchanges_all, elicited_all, tokens_out_all, first_seen, last_seen
FROM account_identity
LEFT JOIN used USING (account_id)
WHERE account_id = {account_id:String}
LIMIT 1
