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
    -- The two columns of the turns stand apart, for an array of pairs would be copied at every step.
    tupleElement(messages, 'role')                                                 AS roles,
    tupleElement(messages, 'content')                                              AS texts,
    arrayEnumerate(roles)                                                          AS places,
    last_answered(roles)                                                           AS answered,
    arraySlice(arrayReverse(arrayFilter(
        (t, r, i) -> r = 'assistant' AND length(t) >= 160 AND i BETWEEN answered - 7 AND answered,
        texts, roles, places)), 1, 3)                                              AS answers_newest,
    texts[indexOf(roles, 'user')]                                                  AS first_prompt,
    new_prompt(roles, texts, answered)                                             AS prompt_new,
    arrayFilter((t, r, i) -> r = 'tool' AND i > answered, texts, roles, places)    AS results_new,
    arrayStringConcat(arraySlice(texts, 1, answered), '\n')                        AS prefix,
    -- A word that is no policy may be one mistyped: of two readings, the one that keeps less. `erased` is ours to say.
    text_policy NOT IN ('', 'full', 'fingerprint_only')                            AS is_unread,
    is_unread OR text_policy = 'fingerprint_only'                                  AS is_text_barred
SELECT
    exchange_id,
    assumeNotNull(as_instant(received_at)),
    account_id, short_identifier(organization_id), short_identifier(api_key_id),
    short_identifier(end_user_id), short_identifier(session_id),
    channel, plan, endpoint, is_batch, is_stream, ip, asn, user_agent, client_version,
    accept_language, ja4, header_order, model, temperature, top_p, n, max_tokens,
    reasoning_tokens_max, images, has_logprobs, has_prefill, response_format, tools_hash,
    if(is_unread, 'none', text_policy),
    if(is_text_barred, '', system),
    if(is_text_barred, '', prompt_new),
    (NOT is_unread) * keyed_hash({hash_key:Array(Tuple(UInt64, UInt64))}, canonical(first_prompt)),
    least(length(results_new), 65535),
    arraySum(arrayMap(t -> length(t), results_new)),
    least(length(messages), 65535),
    -- Turns without their texts are alike, whoever's they are.
    (answered > 0 AND length(prefix) >= answered AND NOT is_unread)
        * keyed_chain({hash_key:Array(Tuple(UInt64, UInt64))}, prefix),
    if(is_unread, [], arrayMap(t -> keyed_hash({hash_key:Array(Tuple(UInt64, UInt64))}, turn_canonical(t)), answers_newest)),
    tools, artefacts_presented, artefact_error, status, error_type,
    stop_reason, refusal_category,
    if(is_text_barred, '', response),
    (length(response) >= 160 AND NOT is_unread) * keyed_hash({hash_key:Array(Tuple(UInt64, UInt64))}, turn_canonical(response)),
    tokens_in, tokens_out, tokens_reasoning, tokens_cached, tool_calls, latency_ms, artefacts_issued,
    cityHash64(line),
    {input_id:UInt32}
FROM source_exchange
WHERE notEmpty(line)
  AND exchange_is_sound(line, exchange_id, received_at, account_id)
