-- exchange_fingerprint: what each exchange looks like.
--
-- Reads   exchange
-- Writes  exchange_fingerprint
-- Grain   one row an exchange
--
-- Keyed hashes, keyed sketches of the opening and closing of the user's text, and what the text asks
-- for; no text. Every pattern runs in one pass over each text: `patterns_core` (English, mark-up,
-- capability cues) over all, `patterns_other` only where there is a sign of another language. What
-- matches sets bits of one cue word: whole 0-15, act 16-31, thing 32-47, capability 48-63.

INSERT INTO exchange_fingerprint (
    exchange_id, account_id, received_at, exchange_hash, system_hash, tools_hash, parameters_hash,
    prompt_hash, is_served, prompt_bytes, response_bytes, head_sketch, tail_sketch, elicitation,
    extraction_millibits, capability
)
WITH
    -- The head and the tail of the texts, by bytes: a template is told from its ends, and one exchange
    -- may hold 500 KB. A cut may fall within a code point, which the pattern engine does not take.
    part AS (
        SELECT
            *,
            if(length(prompt) > 3072,
                toValidUTF8(concat(substring(prompt, 1, 2048), '\n', substring(prompt, -1024))),
                prompt) AS user_part,
            if(length(system) > 2048, toValidUTF8(substring(system, 1, 2048)), system) AS system_part,
            concat(user_part, '\n', system_part) AS both
        FROM exchange
    ),
    -- One cue word an exchange. A branch of `if` is only computed for the rows that take it.
    cue AS (
        SELECT
            *,
            lengthUTF8(both) * 10 < length(both) * 9
                OR multiSearchAny(both, {function_words:Array(String)}) AS is_foreign,
            is_foreign OR length(both) != lengthUTF8(both) AS needs_other,
            arrayReduce('groupBitOr', arrayConcat(
                arrayMap(i -> {core_user:Array(UInt64)}[i],
                    multiMatchAllIndices(user_part, {patterns_core:Array(String)})),
                if(system_part = '', [], arrayMap(i -> {core_system:Array(UInt64)}[i],
                    multiMatchAllIndices(system_part, {patterns_core:Array(String)}))),
                if(needs_other, arrayMap(i -> {other_user:Array(UInt64)}[i],
                    multiMatchAllIndices(user_part, {patterns_other:Array(String)})), []),
                if(needs_other AND system_part != '', arrayMap(i -> {other_system:Array(UInt64)}[i],
                    multiMatchAllIndices(system_part, {patterns_other:Array(String)})), []),
                -- Several samples of one prompt are one half of a preference pair, and with
                -- log-probabilities the whole of it.
                if(ifNull(n, 1) > 1, [if(has_logprobs = true, {preference_whole:UInt64},
                    {preference_act:UInt64})], []),
                if(match(substring(response, 1, 64),
                    '(?i)^\\s*<(think|thinking|reasoning|thought)>'),
                    [{wrapper_thing:UInt64}], []))) AS cues
        FROM part
    ),
    -- The classes, and the words where the model knows the language: it was trained on English, so
    -- elsewhere only the classes speak, and a text without any has log-odds of 0: not known.
    class AS (
        SELECT
            *,
            toUInt32(bitAnd(65535, bitOr(cues,
                bitAnd(bitShiftRight(cues, 16), bitShiftRight(cues, 32))))) AS classes,
            if(is_foreign, [], arrayMap(
                w -> {extraction_weights:Array(Int16)}[1 + cityHash64(w) % 8192],
                splitByNonAlpha(lower(both)))) AS word_weights,
            if(classes = 0, 0, arraySum(arrayMap(
                b -> {extraction_class_weights:Array(Int32)}[b + 1],
                bitPositionsToArray(classes)))) AS class_weight,
            arrayStringConcat(arrayMap(t -> toString(t), tools), '\n') AS tool_text
        FROM cue
    )
SELECT
    exchange_id,
    account_id,
    received_at,
    keyed_hash({hash_key:Tuple(UInt64, UInt64)}, exchange_id),
    keyed_hash({hash_key:Tuple(UInt64, UInt64)}, system),
    keyed_hash({hash_key:Tuple(UInt64, UInt64)}, if(tools_hash != '', tools_hash,
        arrayStringConcat(arraySort(arrayMap(t -> toString(t), tools)), '\n'))),
    if(isNull(temperature) AND isNull(max_tokens) AND response_format = '', 0,
        sipHash64Keyed({hash_key:Tuple(UInt64, UInt64)}, toString((
            temperature, top_p, n, max_tokens, reasoning_tokens_max, has_logprobs, response_format)))),
    keyed_hash({hash_key:Tuple(UInt64, UInt64)}, canonical(prompt)),
    ifNull(status, 200) < 400,
    length(prompt),
    length(response),
    text_sketch({hash_key:Tuple(UInt64, UInt64)}, text_head(prompt)),
    text_sketch({hash_key:Tuple(UInt64, UInt64)}, text_tail(prompt)),
    classes,
    toInt32(greatest(-5000, least(5000, class_weight + if(empty(word_weights), 0,
        {extraction_bias:Int32} + arraySum(word_weights) / sqrt(length(word_weights)))))),
    -- What is demanded comes before what it is about; a modality before a topic.
    multiIf(
        bitTest(classes, 7), 'safety_rewriting',
        bitAnd(classes, 12) != 0, 'reward_model',
        bitAnd(classes, 4099) != 0, 'reasoning',
        bitAnd(classes, 48) != 0, 'instruction_generation',
        match(tool_text, {screen_tools:String}) OR bitTest(cues, 48), 'computer_use',
        ifNull(images, 0) > 0 OR bitTest(cues, 53), 'vision',
        match(tool_text, {code_tools:String}), 'code',
        notEmpty(tools) OR bitTest(classes, 6), 'tool_use',
        bitTest(classes, 9) OR (bitTest(cues, 52) AND NOT bitTest(cues, 51)), 'translation',
        bitTest(cues, 51), 'code',
        bitTest(cues, 50), 'data_analysis',
        bitTest(cues, 49), 'mathematics',
        prompt != '' OR system != '', 'chat',
        'other')
FROM class
