-- elicitation: what one exchange asks the model to hand over, and which ability it draws on.
--
-- Reads   exchange_text (exchange_id, system, user_text, response, tools, images, tokens_in,
--         tokens_out, temperature, n, has_logprobs, response_format)
-- Grain   one row an exchange
--
-- Every pattern of every class runs in one pass of Vectorscan over each text. The patterns are two
-- arrays, split by language: `patterns_core` (English, mark-up and capability cues) for all texts,
-- `patterns_other` only where there is a sign of another language. `*_user` and `*_system` give
-- each index its bits in the cue word (whole 0-15, act 16-31, thing 32-47, capability 48-63).

WITH
    -- The head and the tail of the texts, by bytes; a template is told from its ends, and one
    -- exchange may hold 500 KB. Vectorscan needs valid UTF-8; a cut may fall within a code point.
    window AS
    (
        SELECT
            exchange_id, response, tools, images, tokens_in, tokens_out, temperature, n,
            has_logprobs, response_format,
            if(length(user_text) > 3072,
                concat(substring(user_text, 1, 2048), '\n', substring(user_text, -1024)),
                user_text) AS user_cut,
            if(length(system) > 2048, substring(system, 1, 2048), system) AS system_cut,
            if(isValidUTF8(user_cut), user_cut, toValidUTF8(user_cut)) AS user_window,
            if(isValidUTF8(system_cut), system_cut, toValidUTF8(system_cut)) AS system_window
        FROM exchange_text
    ),
    -- One 64-bit cue word an exchange.
    cue AS
    (
        SELECT
            *,
            length(user_window) != lengthUTF8(user_window)
                OR multiSearchAny(user_window, {function_words:Array(String)}) AS user_is_other,
            length(system_window) != lengthUTF8(system_window)
                OR multiSearchAny(system_window, {function_words:Array(String)}) AS system_is_other,
            arrayReduce('groupBitOr', arrayConcat(
                arrayMap(i -> {core_user:Array(UInt64)}[i],
                    multiMatchAllIndices(user_window, {patterns_core:Array(String)})),
                arrayMap(i -> {core_system:Array(UInt64)}[i],
                    multiMatchAllIndices(system_window, {patterns_core:Array(String)})),
                if(user_is_other,
                    arrayMap(i -> {other_user:Array(UInt64)}[i],
                        multiMatchAllIndices(user_window, {patterns_other:Array(String)})), []),
                if(system_is_other,
                    arrayMap(i -> {other_system:Array(UInt64)}[i],
                        multiMatchAllIndices(system_window, {patterns_other:Array(String)})), []),
                -- What the request itself says: several samples of one prompt are one half of a
                -- preference pair, and with log-probabilities the whole of it.
                if(n > 1, [{preference_act:UInt64}], []),
                if(n > 1 AND has_logprobs, [{preference_whole:UInt64}], []),
                if(match(substring(response, 1, 64), '(?i)^\\s*<(think|thinking|reasoning|thought)'),
                    [{wrapper_thing:UInt64}], []))) AS cues
        FROM window
    )
SELECT
    exchange_id,
    toUInt32(bitAnd(65535, bitOr(cues,
        bitAnd(bitShiftRight(cues, 16), bitShiftRight(cues, 32))))) AS elicitation
FROM cue
