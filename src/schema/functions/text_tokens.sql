-- text_tokens: the words of a text, in lower case, without what varies: numbers are left out, and quoted
-- strings, URLs and code blocks each leave one mark. Scripts that write no spaces (see `unspaced`) give pairs
-- of characters instead. The mask is the costly part, so only a text that holds
-- something to mask goes through it, and in two passes, for one automaton of both is slow.
CREATE OR REPLACE FUNCTION text_tokens AS (x) ->
    if(
        NOT isASCII(x) AND match(x, unspaced()),
        ngrams(replaceRegexpAll(x, '[0-9\\s]+', ''), 2),
        splitByNonAlpha(translate(lower(if(multiSearchAny(x, ['"', '```', 'http://', 'https://']),
            replaceRegexpAll(
                replaceRegexpAll(x, '(?s)```.*?```|https?://\\S+', ' § '), '"[^"\\n]{0,400}"', ' § '),
            x)),
            '0123456789', '          '))
    )
