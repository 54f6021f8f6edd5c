-- leak_id_found: names that may stand in what would leave, a page of them. Those that do are looked for in it one by one.
--
-- A name of six characters and more begins and ends with six that stand there too, in whatever capitals. A shorter one
-- counts as a word of its own, and not if it is digits alone: any number would hold it.
--
-- Reads   account, exchange
-- Grain   kind and name

WITH
    (SELECT groupUniqArrayArray(ngrams(lowerUTF8(text), 6))
     FROM (SELECT arrayJoin({strings:Array(String)}) AS text)) AS pieces,
    (SELECT groupUniqArrayArray(extractAll(lowerUTF8(text), '[\\p{L}\\p{M}\\p{N}_-]+'))
     FROM (SELECT arrayJoin({strings:Array(String)}) AS text)) AS words,
    named AS
    (
        SELECT DISTINCT arrayJoin([('account', account_id), ('organization', organization_id)]) AS one
        FROM account
        UNION DISTINCT
        SELECT DISTINCT arrayJoin([
            ('account', account_id), ('organization', organization_id),
            ('api_key', api_key_id), ('end_user', end_user_id)
        ]) AS one
        FROM exchange
    )
SELECT one.1 AS kind, one.2 AS name
FROM named
WHERE (one.1, one.2) > ({after_kind:String}, {after_name:String})
  AND if(
        lengthUTF8(one.2) < 6,
        has(words, lowerUTF8(one.2)) AND NOT match(one.2, '^[0-9]*$'),
        has(pieces, substringUTF8(lowerUTF8(one.2), 1, 6))
            AND has(pieces, substringUTF8(lowerUTF8(one.2), -6))
    )
ORDER BY kind, name
LIMIT 5000
