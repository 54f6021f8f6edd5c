-- canonical: text as it is hashed (CONTRACTS.md): NFKC, white space in runs of one, trimmed, case kept.
-- ASCII needs no NFKC, and most text is ASCII. Splitting at white space takes half the time of a pattern,
-- and text whose only white space is single spaces needs no splitting either.
CREATE OR REPLACE FUNCTION canonical AS (x) -> multiIf(
    NOT isASCII(x),
        arrayStringConcat(splitByWhitespace(normalizeUTF8NFKC(toValidUTF8(x))), ' '),
    multiSearchAny(x, ['  ', '\t', '\n', '\v', '\f', '\r']),
        arrayStringConcat(splitByWhitespace(x), ' '),
    trimBoth(x))
