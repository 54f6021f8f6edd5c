-- name_spelling: a name, or a text that may hold one, as the guard over what leaves compares them: capitals, width, composition and
-- invisible characters make no other. `names.ts` has the same, and decides.
CREATE OR REPLACE FUNCTION name_spelling AS (x) ->
    if(
        isASCII(x),
        lower(x),
        replaceAll(replaceAll(
            lowerUTF8(upperUTF8(normalizeUTF8NFKD(replaceRegexpAll(toValidUTF8(x), '\\p{Cf}+', '')))),
            'ς', 'σ'), 'i̇', 'i')
    )
