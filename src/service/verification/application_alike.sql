-- application_alike: applications that have something in common with one that strangers seldom have, those with most first.
--
-- Reads   application
-- Grain   one row an application, and which of the values of `application_values` it shares
--
-- Values are compared in the columns that hold them; only of those with one of them what came last is read, by the order key. The home
-- network alone is no likeness: a school has one. Values stay where they are: what is told is which of them are the same.

WITH
    touched AS (
        SELECT DISTINCT application_id
        FROM application
        WHERE (notEmpty({email_hash:String}) AND email_hash = {email_hash:String})
           OR (notEmpty({phone_hash:String}) AND phone_hash = {phone_hash:String})
           OR (notEmpty({document_hash:String}) AND document_hash = {document_hash:String})
           OR (notEmpty({payment_hash:String}) AND payment_hash = {payment_hash:String})
           OR (notEmpty({billing_address_hash:String}) AND billing_address_hash = {billing_address_hash:String})
           OR (notEmpty({organization_id:String}) AND organization_id = {organization_id:String})
           OR (notEmpty({own_domain:String}) AND email_domain = {own_domain:String})
           OR (notEmpty({invited_by:String}) AND invited_by = {invited_by:String})
           OR (notEmpty({signup_user_agent:String}) AND signup_user_agent = {signup_user_agent:String}
               AND notEmpty({email_shape:String}) AND email_shape = {email_shape:String})
    ),
    newest AS (
        SELECT
            application_id, applied_at, proofs, email_hash, phone_hash, document_hash, payment_hash, billing_address_hash,
            organization_id, email_domain, invited_by, signup_user_agent, email_shape, signup_ip
        FROM application
        WHERE application_id IN (SELECT application_id FROM touched)
          AND application_id != {application_id:String}
        ORDER BY input_id DESC, applied_at DESC, length(proofs) DESC
        LIMIT 1 BY application_id
    ),
    compared AS (
        SELECT
            application_id,
            applied_at,
            arrayMap(one -> one.1, arrayFilter(one -> notEmpty(one.2) AND one.2 = one.3, [
                ('mail', email_hash, {email_hash:String}),
                ('phone', phone_hash, {phone_hash:String}),
                ('document', document_hash, {document_hash:String}),
                ('payment', payment_hash, {payment_hash:String}),
                ('billing address', billing_address_hash, {billing_address_hash:String}),
                ('organisation', organization_id, {organization_id:String}),
                ('mail domain', if(hasAny(proofs, ['institution_mail', 'institution_sign_in']), '', email_domain), {own_domain:String}),
                ('inviter', invited_by, {invited_by:String}),
                ('browser', signup_user_agent, {signup_user_agent:String}),
                ('address shape', email_shape, {email_shape:String}),
                ('address', signup_ip, {signup_ip:String})
            ])) AS in_common
        FROM newest
    )
SELECT application_id, in_common
FROM compared
WHERE hasAny(in_common, ['mail', 'phone', 'document', 'payment', 'billing address', 'organisation', 'mail domain', 'inviter'])
   OR hasAll(in_common, ['browser', 'address shape'])
ORDER BY length(in_common) DESC, abs(toUnixTimestamp64Milli(applied_at) - toInt64({applied_ms:String})), application_id
LIMIT {rows_max:UInt32}
