-- elicitation: what one exchange asks the model to hand over, and which ability it draws on.
--
-- Reads   exchange_text (exchange_id, system, user_text, response, tools, images, tokens_in,
--         tokens_out, temperature, n, has_logprobs, response_format)
-- Grain   one row an exchange
--
-- Every pattern runs in one pass of Vectorscan over each text. The patterns are two arrays:
-- `patterns_core` (English, mark-up, capability cues) for all texts, `patterns_other` only where
-- there is a sign of another language. `*_user` and `*_system` give each index its bits in the cue
-- word: whole 0-13, act 14-27, thing 28-41, capability 42-52. Nothing here looks at an account.

WITH
    -- The head and the tail of the texts, by bytes; a template is told from its ends, and one
    -- exchange may hold 500 KB. Vectorscan needs valid UTF-8, and a cut may fall in a code point.
    part AS
    (
        SELECT
            *,
            multiIf(
                length(user_text) > 3072, toValidUTF8(concat(
                    substring(user_text, 1, 2048), '\n', substring(user_text, -1024))),
                isValidUTF8(user_text), user_text,
                toValidUTF8(user_text)) AS user_part,
            multiIf(
                length(system) > 2048, toValidUTF8(substring(system, 1, 2048)),
                isValidUTF8(system), system,
                toValidUTF8(system)) AS system_part,
            if(system_part = '', user_part, concat(user_part, '\n', system_part)) AS both
        FROM exchange_text
    ),
    -- The cue word of the core patterns. They also tell other languages by their small words.
    core AS
    (
        SELECT
            *,
            arrayReduce('groupBitOr', arrayMap(i -> {core_user:Array(UInt64)}[i],
                multiMatchAllIndices(user_part, {patterns_core:Array(String)}))) AS user_core,
            if(system_part = '', 0, arrayReduce('groupBitOr', arrayMap(
                i -> {core_system:Array(UInt64)}[i],
                multiMatchAllIndices(system_part, {patterns_core:Array(String)})))) AS system_core,
            length(both) - lengthUTF8(both) AS wide_bytes,
            bitTest(bitOr(user_core, system_core), 48) OR wide_bytes * 10 > length(both)
                AS is_foreign,
            is_foreign OR wide_bytes * 100 > length(both) AS needs_other
        FROM part
    ),
    -- The whole cue word. A branch of `if` is only computed for the rows that take it.
    cue AS
    (
        SELECT
            *,
            bitOr(bitOr(user_core, system_core), bitOr(
                if(needs_other, arrayReduce('groupBitOr', arrayMap(
                    i -> {other_user:Array(UInt64)}[i],
                    multiMatchAllIndices(user_part, {patterns_other:Array(String)}))), 0),
                if(needs_other AND system_part != '', arrayReduce('groupBitOr', arrayMap(
                    i -> {other_system:Array(UInt64)}[i],
                    multiMatchAllIndices(system_part, {patterns_other:Array(String)}))), 0)))
                AS text_cues,
            -- What the request itself says: several samples of one prompt are one half of a
            -- preference pair, and with log-probabilities the whole of it.
            bitOr(bitOr(text_cues,
                multiIf(n < 2, 0, has_logprobs, {preference_whole:UInt64}, {preference_act:UInt64})),
                if(startsWith(response, '<')
                    AND match(substring(response, 1, 16), '(?i)^<(think|thinking|reasoning|thought)>'),
                    {wrapper_thing:UInt64}, 0)) AS cues
        FROM core
    ),
    -- The classes, and the words. The model learned English and a few classes. In another language,
    -- or where a class stands that it never met, the words may only add: their absence says nothing.
    class AS
    (
        SELECT
            *,
            toUInt32(bitAnd(16383, bitOr(cues,
                bitAnd(bitShiftRight(cues, 14), bitShiftRight(cues, 28))))) AS elicitation,
            arrayMap(w -> {extraction_weights:Array(Int16)}[1 + cityHash64(w) % 8192],
                alphaTokens(lower(both))) AS word_weights,
            if(empty(word_weights), 0, {extraction_bias:Int32}
                + arraySum(word_weights) / sqrt(length(word_weights))) AS word_weight,
            if(elicitation = 0, 0, arraySum(arrayMap(
                b -> {extraction_class_weights:Array(Int32)}[b + 1],
                bitPositionsToArray(elicitation)))) AS class_weight,
            arrayStringConcat(tools, '\n') AS tool_text
        FROM cue
    )
SELECT
    exchange_id,
    elicitation,
    toInt32(greatest(-5000, least(5000, class_weight
        + if(is_foreign OR bitAnd(elicitation, {extraction_unlearned:UInt32}) != 0,
            greatest(0, word_weight), word_weight))))
        AS extraction_log_odds_millibits,
    -- What is demanded comes before what it is about; a modality before a topic.
    multiIf(
        bitTest(elicitation, 7), 'safety_rewriting',
        bitAnd(elicitation, 12) != 0, 'reward_model',
        bitAnd(elicitation, 4099) != 0, 'reasoning',
        bitAnd(elicitation, 48) != 0, 'instruction_generation',
        match(tool_text, {screen_tools:String}) OR bitTest(cues, 42), 'computer_use',
        images > 0 OR bitTest(cues, 47), 'vision',
        match(tool_text, {code_tools:String}), 'code',
        notEmpty(tools) OR bitTest(elicitation, 6), 'tool_use',
        bitTest(elicitation, 9) OR (bitTest(cues, 46) AND NOT bitTest(cues, 45)), 'translation',
        bitTest(cues, 45), 'code',
        bitTest(cues, 44), 'data_analysis',
        bitTest(cues, 43), 'mathematics',
        user_text != '' OR system != '', 'chat',
        'other') AS capability
FROM class
