-- identity_given: a fact about an identity, or '' where it is none: a word for nothing, or the digest
-- (MD5, SHA-1, SHA-256) of an empty text. A thousand accounts without a card would otherwise share one.
CREATE OR REPLACE FUNCTION identity_given AS (x) ->
    if(lower(trimBoth(x)) IN (
        '', '0', '-', 'null', 'none', 'nil', 'nan', 'n/a', 'na', 'unknown', 'undefined',
        'd41d8cd98f00b204e9800998ecf8427e',
        'da39a3ee5e6b4b0d3255bfef95601890afd80709',
        'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855'), '', x)
