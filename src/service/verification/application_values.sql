-- application_values: what of an application others are looked for by, as it came last; empty where it is no likeness.
--
-- Reads   application, mail_domain
-- Grain   one row, or none where there is no such application
--
-- A domain is a likeness where it is somebody's own. By the order key: no other application is read.

SELECT
    toUnixTimestamp64Milli(applied_at) AS applied_ms,
    email_hash, phone_hash, document_hash, payment_hash, billing_address_hash, organization_id, invited_by,
    signup_user_agent, email_shape, signup_ip,
    if(mail_domain.kind = '' AND NOT hasAny(proofs, ['institution_mail', 'institution_sign_in']), email_domain, '') AS own_domain
FROM (
    SELECT *
    FROM application
    WHERE application_id = {application_id:String}
    ORDER BY input_id DESC, applied_at DESC, length(proofs) DESC
    LIMIT 1
) AS application
LEFT JOIN mail_domain ON mail_domain.domain = application.email_domain
