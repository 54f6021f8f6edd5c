-- bare_read: every column of the contract parsed and summed: what reading alone costs the engine.
--
-- Reads   file({path})
-- Grain   one row
--
-- What a scan is measured against. Counts from the file's metadata are off, since they read nothing.

SELECT
    count(),
    sum(length(exchange_id)), sum(length(received_at)), sum(length(account_id)),
    sum(length(organization_id)), sum(length(api_key_id)), sum(length(end_user_id)),
    sum(length(session_id)), sum(length(channel)), sum(length(plan)), sum(length(endpoint)),
    sum(is_batch), sum(is_stream), sum(length(ip)), sum(asn), sum(length(ip_country)),
    sum(length(user_agent)), sum(length(client_version)), sum(length(accept_language)),
    sum(length(ja4)), sum(length(header_order)), sum(length(model)), sum(temperature),
    sum(top_p), sum(n), sum(max_tokens), sum(reasoning_tokens_max), sum(images),
    sum(has_logprobs), sum(has_prefill), sum(length(response_format)), sum(length(tools_hash)),
    sum(length(text_policy)), sum(length(system)),
    sum(arraySum(arrayMap(message -> length(message.content), messages))), sum(length(tools)),
    sum(length(artefacts_presented)), sum(length(artefact_error)), sum(status),
    sum(length(error_type)), sum(length(stop_reason)), sum(length(refusal_category)),
    sum(length(response)), sum(tokens_in), sum(tokens_out), sum(tokens_reasoning),
    sum(tokens_cached), sum(tool_calls), sum(latency_ms), sum(length(artefacts_issued))
FROM file({path:String}, 'JSONEachRow', {structure:String})
SETTINGS optimize_count_from_files = 0, use_cache_for_count_from_files = 0
