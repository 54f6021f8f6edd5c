-- application_whole: applications by their ids, as they came last.
--
-- Reads   application, mail_domain
-- Grain   one row an application
--
-- By the order key: no other application is read.

SELECT
    application_id, account_id, applied_at, program, if(empty(tier), 'starting', tier) AS tier, purpose, proofs, plan,
    multiIf(
        empty(email_domain), '', mail_domain.kind != '', mail_domain.kind,
        hasAny(proofs, ['institution_mail', 'institution_sign_in']), 'institution', 'own') AS mail_kind,
    payment_kind, is_organization_verified, institution_domain, risk, odds_bits, step, assessment_json
FROM (
    SELECT *
    FROM application
    WHERE application_id IN ({application_ids:Array(String)})
    ORDER BY input_id DESC, applied_at DESC, length(proofs) DESC
    LIMIT 1 BY application_id
) AS application
LEFT JOIN mail_domain ON mail_domain.domain = application.email_domain
