-- name_spelling: a name as the guard over what leaves compares it: letters and digits alone, and capitals, width, accents, invisible
-- characters and letters that look alike make no other. `names.ts` has the same of texts, and decides.
CREATE OR REPLACE FUNCTION name_spelling AS (x) ->
    if(
        isASCII(x),
        replaceRegexpAll(lower(x), '[^a-z0-9]+', ''),
        translateUTF8(
            replaceAll(
                lowerUTF8(upperUTF8(replaceRegexpAll(
                    normalizeUTF8NFKD(toValidUTF8(x)),
                    '([^\\p{L}\\p{M}\\p{N}]|[\\p{Inherited}\\x{115F}\\x{1160}\\x{17B4}\\x{17B5}\\x{180B}-\\x{180F}])+', ''))),
                'ς', 'σ'),
            'авекмнорстухіјѕһԁԛԝӏαβεικνορτυχᴀʙᴄᴅᴇꜰɢʜɪᴊᴋʟᴍɴᴏᴘʀꜱᴛᴜᴠᴡʏᴢ٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹०१२३४५६७८९০১২৩৪৫৬৭৮৯๐๑๒๓๔๕๖๗๘๙',
            'abekmhopctyxijshdqwlabeikvoptuxabcdefghijklmnoprstuvwyz01234567890123456789012345678901234567890123456789')
    )
