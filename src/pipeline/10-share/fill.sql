-- fill: how many rows fill each column of the contracts that a definition may need.
--
-- Reads   exchange, account
-- Grain   one row a column

SELECT entry.1 AS column, entry.2 AS filled
FROM (
    SELECT arrayJoin([
        ('received_at', count()),
        ('messages', countIf(prompt != '' OR tool_results > 0 OR text_policy = 'erased'
            OR (text_policy = 'fingerprint_only' AND first_prompt_hash != 0))),
        ('response', countIf(response != '' OR response_hash != 0 OR text_policy = 'erased')),
        ('system', countIf(system != '')),
        ('tools', countIf(notEmpty(tools))),
        ('tools_hash', countIf(tools_hash != '')),
        ('temperature', countIf(isNotNull(temperature))),
        ('model', countIf(model != '')),
        ('status', countIf(isNotNull(status))),
        ('ip', countIf(ip != '')),
        ('asn', countIf(isNotNull(asn))),
        ('user_agent', countIf(user_agent != '')),
        ('ja4', countIf(ja4 != '')),
        ('header_order', countIf(header_order != '')),
        ('tokens_in', countIf(isNotNull(tokens_in))),
        ('tokens_out', countIf(isNotNull(tokens_out))),
        ('artefacts_issued', countIf(notEmpty(artefacts_issued))),
        ('artefacts_presented', countIf(notEmpty(artefacts_presented))),
        ('organization_id', countIf(organization_id != '')),
        ('session_id', countIf(session_id != ''))
    ]) AS entry
    FROM exchange
    UNION ALL
    SELECT arrayJoin([
        ('account.created_at', countIf(toYear(created_at) >= 2000)),
        ('account.organization_id', countIf(organization_id != '')),
        ('account.price_month', countIf(isNotNull(price_month))),
        ('account.verification', countIf(verification != '')),
        ('account.email_domain', countIf(email_domain != '')),
        ('account.email_hash', countIf(email_hash != '')),
        ('account.phone_hash', countIf(phone_hash != '')),
        ('account.document_hash', countIf(document_hash != '')),
        ('account.billing_address_hash', countIf(billing_address_hash != '')),
        ('account.payment_hash', countIf(payment_hash != ''))
    ]) AS entry
    FROM account
)
ORDER BY column
