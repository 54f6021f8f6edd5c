-- exchange_fill: how many exchanges fill each column of the contract.
--
-- Reads   exchange
-- Grain   one row a column
--
-- As the pipeline sees them: text that an exchange's `text_policy` bars from being looked at is not filled. `ip_country` is
-- never kept.

SELECT entry.1 AS column, entry.2 AS filled
FROM (
    SELECT arrayJoin([
        ('exchange_id', count()),
        ('received_at', count()),
        ('account_id', count()),
        ('organization_id', countIf(organization_id != '')),
        ('api_key_id', countIf(api_key_id != '')),
        ('end_user_id', countIf(end_user_id != '')),
        ('session_id', countIf(session_id != '')),
        ('channel', countIf(channel != '')),
        ('plan', countIf(plan != '')),
        ('endpoint', countIf(endpoint != '')),
        ('is_batch', countIf(isNotNull(is_batch))),
        ('is_stream', countIf(isNotNull(is_stream))),
        ('ip', countIf(ip != '')),
        ('asn', countIf(isNotNull(asn))),
        ('user_agent', countIf(user_agent != '')),
        ('client_version', countIf(client_version != '')),
        ('accept_language', countIf(accept_language != '')),
        ('ja4', countIf(ja4 != '')),
        ('header_order', countIf(header_order != '')),
        ('model', countIf(model != '')),
        ('temperature', countIf(isNotNull(temperature))),
        ('top_p', countIf(isNotNull(top_p))),
        ('n', countIf(isNotNull(n))),
        ('max_tokens', countIf(isNotNull(max_tokens))),
        ('reasoning_tokens_max', countIf(isNotNull(reasoning_tokens_max))),
        ('images', countIf(isNotNull(images))),
        ('has_logprobs', countIf(isNotNull(has_logprobs))),
        ('has_prefill', countIf(isNotNull(has_prefill))),
        ('response_format', countIf(response_format != '')),
        ('tools_hash', countIf(tools_hash != '')),
        ('text_policy', countIf(text_policy != '')),
        ('system', countIf(system != '')),
        ('messages', countIf(prompt != '' OR tool_results > 0 OR text_policy = 'erased'
            OR (text_policy = 'fingerprint_only' AND first_prompt_hash != 0))),
        ('tools', countIf(notEmpty(tools))),
        ('artefacts_presented', countIf(notEmpty(artefacts_presented))),
        ('artefact_error', countIf(artefact_error != '')),
        ('status', countIf(isNotNull(status))),
        ('error_type', countIf(error_type != '')),
        ('stop_reason', countIf(stop_reason != '')),
        ('refusal_category', countIf(refusal_category != '')),
        ('response', countIf(response != '' OR response_hash != 0 OR text_policy = 'erased')),
        ('tokens_in', countIf(isNotNull(tokens_in))),
        ('tokens_out', countIf(isNotNull(tokens_out))),
        ('tokens_reasoning', countIf(isNotNull(tokens_reasoning))),
        ('tokens_cached', countIf(isNotNull(tokens_cached))),
        ('tool_calls', countIf(isNotNull(tool_calls))),
        ('latency_ms', countIf(isNotNull(latency_ms))),
        ('artefacts_issued', countIf(notEmpty(artefacts_issued)))
    ]) AS entry
    FROM exchange
)
ORDER BY column
