-- text_tokens: the words of a text, in lower case, with what varies masked: numbers, quoted strings,
-- URLs and code blocks each leave one mark. Scripts that write no spaces (Chinese, Japanese, Thai,
-- Lao, Khmer) give pairs of characters instead. The mask is the costly part, so only a text that holds
-- something to mask goes through it.
CREATE OR REPLACE FUNCTION text_tokens AS (x) ->
    if(
        NOT isASCII(x) AND match(x, '[\\x{0E00}-\\x{0EFF}\\x{1780}-\\x{17FF}\\x{3040}-\\x{30FF}\\x{3400}-\\x{9FFF}]'),
        ngrams(replaceRegexpAll(x, '[0-9\\s]+', ''), 2),
        splitByNonAlpha(lower(if(match(x, '[0-9"]|```|https?://'),
            replaceRegexpAll(x, '(?s)```.*?```|https?://\\S+|"[^"\\n]{0,400}"|[0-9]+', ' § '), x)))
    )
