-- system_prompt: the sketch of each distinct system prompt.
--
-- Reads   exchange_texted, system_prompt
-- Writes  system_prompt
-- Grain   one row a system prompt
--
-- Most exchanges repeat a system prompt that is there already, so it is sketched once and not once an
-- exchange.

INSERT INTO system_prompt (system_hash, sketch)
SELECT system_hash, text_sketch({hash_key:Array(Tuple(UInt64, UInt64))}, text_head(any_system))
FROM (
    SELECT
        keyed_hash({hash_key:Array(Tuple(UInt64, UInt64))}, system) AS system_hash,
        any(system)                                          AS any_system
    FROM exchange_texted
    WHERE system != '' AND input_id >= {derive_from:UInt32}
    GROUP BY system_hash
)
WHERE system_hash NOT IN (SELECT system_hash FROM system_prompt)
