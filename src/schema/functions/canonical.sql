-- canonical: text as it is hashed (CONTRACTS.md): NFKC, white space in runs of one, trimmed, case kept.
-- ASCII needs no NFKC, and most text is ASCII. Splitting at white space takes half the time of a pattern.
CREATE OR REPLACE FUNCTION canonical AS (x) -> arrayStringConcat(
    splitByWhitespace(if(isASCII(x), x, normalizeUTF8NFKC(toValidUTF8(x)))), ' ')
