-- account_fill: how many accounts fill each column of the contract.
--
-- Reads   account
-- Grain   one row a column

SELECT entry.1 AS column, entry.2 AS filled
FROM (
    SELECT arrayJoin([
        ('account_id', count()),
        ('created_at', countIf(toYear(created_at) >= 2000)),
        ('organization_id', countIf(organization_id != '')),
        ('is_organization_verified', countIf(isNotNull(is_organization_verified))),
        ('plan', countIf(plan != '')),
        ('price_month', countIf(isNotNull(price_month))),
        ('program', countIf(program != '')),
        ('verification', countIf(verification != '')),
        ('email_domain', countIf(email_domain != '')),
        ('email_hash', countIf(email_hash != '')),
        ('email_shape', countIf(email_shape != '')),
        ('phone_hash', countIf(phone_hash != '')),
        ('document_hash', countIf(document_hash != '')),
        ('billing_address_hash', countIf(billing_address_hash != '')),
        ('payment_hash', countIf(payment_hash != '')),
        ('payment_kind', countIf(payment_kind != '')),
        ('signup_ip', countIf(signup_ip != '')),
        ('signup_user_agent', countIf(signup_user_agent != '')),
        ('signup_ja4', countIf(signup_ja4 != '')),
        ('referrer', countIf(referrer != '')),
        ('status', countIf(status != ''))
    ]) AS entry
    FROM account
)
ORDER BY column
