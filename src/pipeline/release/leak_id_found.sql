-- leak_id_found: names that may stand in what would leave, a page of them. Those that do are looked for in it one by one.
--
-- Of the strings only letters and digits are given, as `name_spelling` has them. A name of six and more begins and ends with six that
-- stand there too. A shorter one stands there whole, and is none of digits alone: any number would hold it. Of names
-- with escapes those of URLs are many, and undone here; others, and long ones of signs alone, are few, and are all looked for.
--
-- Reads   account, exchange
-- Grain   kind and name

WITH
    said AS (SELECT arrayJoin({strings:Array(String)}) AS text),
    piece AS (SELECT DISTINCT arrayJoin(ngrams(text, 6)) AS six FROM said),
    short AS (
        SELECT DISTINCT arrayJoin(arrayConcat(
            ngrams(text, 1), ngrams(text, 2), ngrams(text, 3), ngrams(text, 4), ngrams(text, 5))) AS whole
        FROM said
    ),
    named AS (
        SELECT arrayJoin([('account', account_id), ('organization', organization_id)]) AS one FROM account
        UNION ALL
        SELECT arrayJoin([
            ('account', account_id), ('organization', organization_id),
            ('api_key', api_key_id), ('end_user', end_user_id)
        ]) AS one
        FROM (SELECT DISTINCT account_id, organization_id, api_key_id, end_user_id FROM exchange)
    ),
    spelled AS (
        SELECT DISTINCT one, name_spelling(arrayJoin(
            if(match(one.2, '%[0-9A-Fa-f]{2}'), [one.2, decodeURLComponent(one.2)], [one.2]))) AS low
        FROM named
    )
SELECT DISTINCT one.1 AS kind, one.2 AS name
FROM spelled
WHERE one > ({after_kind:String}, {after_name:String})
  AND (
    lengthUTF8(low) < 6
        AND low IN (SELECT whole FROM short)
        AND NOT match(one.2, '^[0-9]*$')
    OR lengthUTF8(low) >= 6
        AND substringUTF8(low, 1, 6) IN (SELECT six FROM piece)
        AND substringUTF8(low, -6) IN (SELECT six FROM piece)
    OR low = '' AND lengthUTF8(one.2) >= 6
    OR match(one.2, '%25|&#[0-9xX]|&[A-Za-z]{2,8};|\\\\(u[0-9A-Fa-f]{4}|u\\{|x[0-9A-Fa-f]{2})|(?i)xn--')
  )
ORDER BY kind, name
LIMIT 5000
