-- extraction_told: which patterns and words of one text decide its log-odds.
--
-- Reads   nothing; the text is a parameter
-- Writes  nothing
-- Grain   one row
--
-- The same cuts, the same functions and the same conditions as `exchange_fingerprint`, with the
-- parts kept apart instead of summed.

WITH
    lowerUTF8(toValidUTF8(if(length({text:String}) > 3072,
        concat(substring({text:String}, 1, 2048), '\n', substring({text:String}, -1024)),
        {text:String}))) AS part,
    length(part) - lengthUTF8(part) AS wide_bytes,
    multiMatchAllIndices(part, {patterns_core:Array(String)}) AS core,
    arrayReduce('groupBitOr', arrayMap(i -> {core_user:Array(UInt64)}[i], core)) AS core_cues,
    bitTest(core_cues, 48) OR wide_bytes * 10 > length(part) AS is_foreign,
    if(is_foreign OR wide_bytes * 100 > length(part),
        multiMatchAllIndices(part, {patterns_other:Array(String)}), []) AS other,
    bitOr(core_cues, arrayReduce('groupBitOr',
        arrayMap(i -> {other_user:Array(UInt64)}[i], other))) AS cues,
    alphaTokens(part) AS words
SELECT
    part != '' AS has_text,
    is_foreign,
    core,
    other,
    toUInt32(bitAnd(bitAnd(16383, bitNot(bitShiftRight(cues, 49))), bitOr(cues,
        bitAnd(bitShiftRight(cues, 14), bitShiftRight(cues, 28))))) AS classes,
    words,
    arrayMap(w -> {extraction_weights:Array(Int16)}[1 + cityHash64(w) % 8192], words)
        AS word_weights
