-- application_alike: an application, and those that have something in common with it that strangers seldom have.
--
-- Reads   application, mail_domain
-- Grain   one row an application; the one that was asked about first, then those with most in common
--
-- Of each what came last. The home network alone is no likeness: a school has one. Values stay where they are: what is told is which
-- of them are the same.

WITH
    newest AS (
        SELECT *
        FROM application
        ORDER BY input_id DESC, applied_at DESC, length(proofs) DESC
        LIMIT 1 BY application_id
    ),
    named AS (
        SELECT
            *,
            multiIf(
                empty(email_domain), '', mail_domain.kind != '', mail_domain.kind,
                hasAny(proofs, ['institution_mail', 'institution_sign_in']), 'institution', 'own') AS mail_kind,
            [
                ('mail', email_hash), ('phone', phone_hash), ('document', document_hash),
                ('payment', payment_hash), ('billing address', billing_address_hash),
                ('organisation', organization_id), ('mail domain', if(mail_kind = 'own', email_domain, '')),
                ('inviter', invited_by), ('browser', signup_user_agent), ('address shape', email_shape),
                ('address', signup_ip)
            ] AS carried
        FROM newest
        LEFT JOIN mail_domain ON mail_domain.domain = newest.email_domain
    ),
    asked AS (SELECT application_id, applied_at, carried FROM named WHERE application_id = {application_id:String}),
    compared AS (
        SELECT
            named.*,
            arrayMap(one -> one.1, arrayFilter(one -> notEmpty(one.2) AND has((SELECT carried FROM asked), one), carried)) AS in_common
        FROM named
    )
SELECT
    application_id, account_id, applied_at, program, proofs, plan, mail_kind, payment_kind,
    is_organization_verified, institution_domain, risk, odds_bits, step, assessment_json, in_common
FROM compared
WHERE application_id = {application_id:String}
   OR hasAny(in_common, ['mail', 'phone', 'document', 'payment', 'billing address', 'organisation', 'mail domain', 'inviter'])
   OR hasAll(in_common, ['browser', 'address shape'])
ORDER BY application_id = {application_id:String} DESC, length(in_common) DESC, abs(applied_at - (SELECT applied_at FROM asked)), application_id
LIMIT {rows_max:UInt32}
