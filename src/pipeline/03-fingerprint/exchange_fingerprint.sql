-- exchange_fingerprint: what each exchange looks like.
--
-- Reads   exchange
-- Writes  exchange_fingerprint
-- Grain   one row an exchange
--
-- Keyed sketches of the system prompt and of the opening and closing of the user's text; no text.

INSERT INTO exchange_fingerprint (
    exchange_id, account_id, received_at, exchange_hash, system_hash, tools_hash, parameters_hash,
    prompt_hash, is_served, prompt_bytes, response_bytes, system_sketch, head_sketch, tail_sketch,
    elicitation, extraction_millibits, capability
)
SELECT
    exchange_id,
    account_id,
    received_at,
    keyed_hash({hash_key:Tuple(UInt64, UInt64)}, exchange_id),
    keyed_hash({hash_key:Tuple(UInt64, UInt64)}, canonical(system)),
    keyed_hash({hash_key:Tuple(UInt64, UInt64)}, if(
        tools_hash != '', tools_hash, arrayStringConcat(arraySort(arrayMap(t -> toString(t), tools)), '\n'))),
    if(isNull(temperature) AND isNull(max_tokens) AND response_format = '', 0,
        sipHash64Keyed({hash_key:Tuple(UInt64, UInt64)}, toString((
            temperature, top_p, n, max_tokens, reasoning_tokens_max, has_logprobs, response_format)))),
    keyed_hash({hash_key:Tuple(UInt64, UInt64)}, canonical(prompt)),
    ifNull(status, 200) < 400,
    length(prompt),
    length(response),
    text_sketch({hash_key:Tuple(UInt64, UInt64)}, text_head(system)),
    text_sketch({hash_key:Tuple(UInt64, UInt64)}, text_head(prompt)),
    text_sketch({hash_key:Tuple(UInt64, UInt64)}, text_tail(prompt)),
    0,
    0,
    'other'
FROM exchange
