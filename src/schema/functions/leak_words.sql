-- leak_words: the words of a text as the guard over what leaves compares them. Nothing is masked; capitals, width and
-- invisible characters make no other word, digits are in none, and of scripts that write no spaces each character is one.
CREATE OR REPLACE FUNCTION leak_words AS (x) ->
    if(
        isASCII(x),
        splitByNonAlpha(translate(lower(x),
            '0123456789\0\x01\x02\x03\x04\x05\x06\x07\x08\x0E\x0F\x10\x11\x12\x13\x14\x15\x16\x17\x18\x19\x1A\x1B\x1C\x1D\x1E\x1F\x7F',
            '                                      ')),
        extractAll(
            replaceRegexpAll(
                replaceAll(lowerUTF8(upperUTF8(normalizeUTF8NFKC(
                    replaceRegexpAll(toValidUTF8(x), '\\p{Cf}+', '')))), 'ς', 'σ'),
                concat('(', unspaced(), ')'), ' \\1 '),
            '[\\p{L}\\p{M}]+')
    )
