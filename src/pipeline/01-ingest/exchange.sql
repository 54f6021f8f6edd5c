-- exchange: the lines of one input file that are exchanges.
--
-- Reads   source_exchange   the columns of the contract, as the file's source maps them
-- Writes  exchange
-- Grain   one row an exchange
--
-- What a conversation resends is hashed here and not kept: the newest answers by themselves (to meet
-- the account that they were given to), all earlier turns as one prefix. Only answers of 160 bytes
-- (about 40 tokens) or more get a hash: a shorter one may be anybody's.

INSERT INTO exchange (
    exchange_id, received_at, account_id, organization_id, api_key_id, end_user_id, session_id,
    channel, plan, endpoint, is_batch, is_stream, ip, asn, user_agent, client_version,
    accept_language, ja4, header_order, model, temperature, top_p, n, max_tokens,
    reasoning_tokens_max, images, has_logprobs, has_prefill, response_format, tools_hash, text_policy,
    system, prompt, first_prompt_hash, tool_results, tool_result_bytes, turns, prefix_hash,
    received_turn_hashes, tools, artefacts_presented, artefact_error, status, error_type,
    stop_reason, refusal_category, response, response_hash, tokens_in, tokens_out,
    tokens_reasoning, tokens_cached, tool_calls, latency_ms, artefacts_issued, row_hash, input_id
)
WITH
    -- A prefilled answer is the request's own last word, not a turn that was served.
    if(messages[-1].role = 'assistant', arrayPopBack(messages), messages)          AS turns_given,
    arrayLastIndex(m -> m.role = 'assistant', turns_given)                         AS answered,
    arraySlice(turns_given, answered + 1)                                          AS turns_new,
    arraySlice(arrayReverse(arrayFilter(
        m -> m.role = 'assistant' AND length(m.content) >= 160,
        arraySlice(turns_given, greatest(1, toInt64(answered) - 7)))), 1, 3)       AS answers_newest,
    arrayFirst(m -> m.role = 'user', turns_given).content                          AS first_prompt,
    arrayStringConcat(arrayMap(
        m -> m.content, arrayFilter(m -> m.role = 'user', turns_new)), '\n')       AS prompt_new,
    arrayFilter(m -> m.role = 'tool', turns_new)                                   AS results_new,
    text_policy IN ('fingerprint_only', 'none')                                    AS is_text_barred
SELECT
    exchange_id,
    assumeNotNull(as_instant(received_at)),
    account_id, short_identifier(organization_id), short_identifier(api_key_id),
    short_identifier(end_user_id), short_identifier(session_id),
    channel, plan, endpoint, is_batch, is_stream, ip, asn, user_agent, client_version,
    accept_language, ja4, header_order, model, temperature, top_p, n, max_tokens,
    reasoning_tokens_max, images, has_logprobs, has_prefill, response_format, tools_hash, text_policy,
    if(is_text_barred, '', system),
    if(is_text_barred, '', prompt_new),
    keyed_hash({hash_key:Tuple(UInt64, UInt64)}, canonical(first_prompt)),
    least(length(results_new), 65535),
    arraySum(arrayMap(m -> length(m.content), results_new)),
    least(length(messages), 65535),
    if(answered = 0, 0, sipHash64Keyed(
        {hash_key:Tuple(UInt64, UInt64)},
        arrayStringConcat(arrayMap(m -> m.content, arraySlice(turns_given, 1, answered)), '\n'))),
    arrayMap(m -> keyed_hash({hash_key:Tuple(UInt64, UInt64)}, canonical(m.content)), answers_newest),
    tools, artefacts_presented, artefact_error, status, error_type,
    stop_reason, refusal_category,
    if(is_text_barred, '', response),
    if(length(response) < 160, 0, keyed_hash({hash_key:Tuple(UInt64, UInt64)}, canonical(response))),
    tokens_in, tokens_out, tokens_reasoning, tokens_cached, tool_calls, latency_ms, artefacts_issued,
    cityHash64(line),
    {input_id:UInt32}
FROM source_exchange
WHERE notEmpty(line)
  AND exchange_is_sound(line, exchange_id, received_at, account_id)
