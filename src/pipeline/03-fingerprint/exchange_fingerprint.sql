-- exchange_fingerprint: what each exchange looks like.
--
-- Reads   exchange_texted   exchanges with their texts: those that are kept, or those of an open input
-- Writes  exchange_fingerprint
-- Grain   one row an exchange
--
-- Keyed hashes, sketches of the user's opening and closing, and what the text asks for; no text. Patterns run in one pass:
-- `patterns_core` (English, mark-up, capability cues) over all, `patterns_other` where there is a sign of another language.

INSERT INTO exchange_fingerprint (
    exchange_id, account_id, received_at, exchange_hash, system_hash, tools_hash, parameters_hash,
    prompt_hash, is_served, prompt_bytes, response_bytes, answer_tokens, head_sketch, tail_sketch,
    elicitation, extraction_millibits, capability, opening_hash, row_hash
)
WITH
    -- The head and the tail of the texts, by bytes; a template is told from its ends, and one
    -- exchange may hold 500 KB. Valid UTF-8, for a cut may fall in a code point; in lower case, as the
    -- patterns are, which take twice as long to compile where they care for no case.
    part AS (
        SELECT
            *,
            lowerUTF8(toValidUTF8(if(length(prompt) > 3072,
                concat(substring(prompt, 1, 2048), '\n', substring(prompt, -1024)), prompt))) AS user_part,
            lowerUTF8(toValidUTF8(substring(system, 1, 2048))) AS system_part
        FROM exchange_texted
        WHERE input_id >= {derive_from:UInt32}
    ),
    -- The cue word of the core patterns. They also tell other languages by their small words.
    core AS (
        SELECT
            *,
            multiMatchAllIndices(user_part, {patterns_core:Array(String)}) AS user_found,
            if(system_part = '', [], multiMatchAllIndices(system_part, {patterns_core:Array(String)})) AS system_found,
            arrayReduce('groupBitOr', arrayConcat(
                arrayMap(i -> {core_user:Array(UInt64)}[i], user_found),
                arrayMap(i -> {core_system:Array(UInt64)}[i], system_found))) AS core_cues,
            length(user_part) + length(system_part) AS bytes,
            bytes - lengthUTF8(user_part) - lengthUTF8(system_part) AS wide_bytes,
            bitTest(core_cues, 48) OR wide_bytes * 10 > bytes AS is_foreign,
            is_foreign OR wide_bytes * 100 > bytes AS needs_other,
            if(needs_other, multiMatchAllIndices(user_part, {patterns_other:Array(String)}), [])
                AS user_other,
            if(needs_other, multiMatchAllIndices(system_part, {patterns_other:Array(String)}), [])
                AS system_other
        FROM part
    ),
    -- The whole cue word, and the signs: a pattern counts once, wherever in the exchange it stands.
    cue AS (
        SELECT
            *,
            bitOr(core_cues, arrayReduce('groupBitOr', arrayConcat(
                arrayMap(i -> {other_user:Array(UInt64)}[i], user_other),
                arrayMap(i -> {other_system:Array(UInt64)}[i], system_other)))) AS text_cues,
            arraySum(i -> {core_weights:Array(Int32)}[i],
                arrayDistinct(arrayConcat(user_found, system_found)))
                + arraySum(i -> {other_weights:Array(Int32)}[i],
                    arrayDistinct(arrayConcat(user_other, system_other))) AS sign_weight,
            -- What the request itself says: several samples of one prompt are one half of a
            -- preference pair, and with log-probabilities the whole of it.
            bitOr(bitOr(text_cues,
                multiIf(ifNull(n, 1) < 2, 0,
                    has_logprobs = true, {preference_whole:UInt64}, {preference_act:UInt64})),
                if(startsWith(response, '<') AND match(substring(response, 1, 16),
                    '(?i)^<(think|thinking|reasoning|thought)>'), {wrapper_thing:UInt64}, 0)) AS cues
        FROM core
    ),
    -- In another language, or beside a class never learned, signs and words together may only add.
    class AS (
        SELECT
            *,
            toUInt32(bitAnd(bitAnd(16383, bitNot(bitShiftRight(cues, 49))), bitOr(cues,
                bitAnd(bitShiftRight(cues, 14), bitShiftRight(cues, 28))))) AS classes,
            arrayMap(w -> {extraction_weights:Array(Int16)}[1 + cityHash64(w) % 8192],
                alphaTokens(concat(user_part, '\n', system_part))) AS word_weights,
            if(bytes = 0, 0, {extraction_bias:Int32} + sign_weight)
                + arraySum(word_weights) / sqrt(greatest(1, length(word_weights))) AS word_weight,
            if(classes = 0, 0, arraySum(b -> {extraction_class_weights:Array(Int32)}[b + 1],
                bitPositionsToArray(classes))) AS class_weight,
            arrayStringConcat(arrayMap(t -> toString(t), tools), '\n') AS tool_text
        FROM cue
    )
SELECT
    exchange_id, account_id, received_at,
    keyed_hash({hash_key:Array(Tuple(UInt64, UInt64))}, exchange_id),
    keyed_hash({hash_key:Array(Tuple(UInt64, UInt64))}, system),
    keyed_hash({hash_key:Array(Tuple(UInt64, UInt64))}, if(tools_hash != '', tools_hash,
        arrayStringConcat(arraySort(arrayMap(t -> toString(t), tools)), '\n'))),
    if(isNull(temperature) AND isNull(max_tokens) AND response_format = '', 0,
        keyed_chain({hash_key:Array(Tuple(UInt64, UInt64))}, toString((
            temperature, top_p, n, max_tokens, reasoning_tokens_max, has_logprobs, response_format)))),
    keyed_hash({hash_key:Array(Tuple(UInt64, UInt64))}, canonical(prompt)),
    ifNull(status, 200) < 400,
    length(prompt),
    answer_bytes(response, tool_calls, tokens_out, tokens_reasoning),
    toUInt32(greatest(0, least(4294967295, ifNull(tokens_out, toInt64(intDiv(length(response), 4)))))),
    text_sketch({hash_key:Array(Tuple(UInt64, UInt64))}, text_head(prompt)),
    text_sketch({hash_key:Array(Tuple(UInt64, UInt64))}, text_tail(prompt)),
    classes,
    -- Without `if` around the words: what a branch of `if` names may be computed twice.
    toInt32(greatest(-5000, least(5000, class_weight + greatest(word_weight,
        if(is_foreign OR bitAnd(classes, {extraction_unlearned:UInt32}) != 0, 0, -5000))))),
    -- What is demanded comes before what it is about; a modality before a topic.
    multiIf(
        bitTest(classes, 7), 'safety_rewriting',
        bitAnd(classes, 12) != 0, 'reward_model',
        bitAnd(classes, 4099) != 0, 'reasoning',
        bitAnd(classes, 48) != 0, 'instruction_generation',
        match(tool_text, {screen_tools:String}) OR bitTest(cues, 42), 'computer_use',
        ifNull(images, 0) > 0 OR bitTest(cues, 47), 'vision',
        match(tool_text, {code_tools:String}), 'code',
        notEmpty(tools) OR bitTest(classes, 6), 'tool_use',
        bitTest(classes, 9) OR (bitTest(cues, 46) AND NOT bitTest(cues, 45)), 'translation',
        bitTest(cues, 45), 'code',
        bitTest(cues, 44), 'data_analysis',
        bitTest(cues, 43), 'mathematics',
        prompt != '' OR system != '', 'chat', 'other'),
    keyed_hash({hash_key:Array(Tuple(UInt64, UInt64))}, extract(substring(response, 1, 40), {opening_pattern:String})),
    (text_policy = 'fingerprint_only') * row_hash
FROM class
