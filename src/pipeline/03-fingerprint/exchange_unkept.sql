-- exchange_unkept: exchanges of the open input whose texts are not kept, with their texts.
--
-- Reads   source_exchange   the columns of the contract, as the file's source maps them
-- Grain   one row an exchange
--
-- Nothing but what looks like them is written. The columns are those of `exchange` that a fingerprint is made of.

WITH
    tupleElement(messages, 'role')    AS roles,
    tupleElement(messages, 'content') AS texts
SELECT
    exchange_id, assumeNotNull(as_instant(given_at)) AS received_at, account_id, tools_hash, tools,
    temperature, top_p, n, max_tokens, reasoning_tokens_max, images, has_logprobs, response_format,
    text_policy, status, tokens_out, tokens_reasoning, tool_calls, system,
    new_prompt(roles, texts, last_answered(roles)) AS prompt, response,
    cityHash64(line) AS row_hash, toUInt32(4294967295) AS input_id
FROM (
    SELECT * EXCEPT (received_at), received_at AS given_at
    FROM source_exchange
    WHERE text_policy = 'fingerprint_only' AND notEmpty(line)
      AND exchange_is_sound(line, exchange_id, received_at, account_id)
)
LIMIT 1 BY exchange_id, row_hash
