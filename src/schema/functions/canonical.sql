-- canonical: text as it is hashed (CONTRACTS.md): NFKC, white space in runs of one, trimmed, case kept.
-- ASCII needs no NFKC, and most text is ASCII.
CREATE OR REPLACE FUNCTION canonical AS (x) ->
    trimBoth(replaceRegexpAll(if(isASCII(x), x, normalizeUTF8NFKC(toValidUTF8(x))), '\\s+', ' '))
