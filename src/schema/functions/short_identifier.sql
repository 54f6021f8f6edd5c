-- short_identifier: an identifier as it is kept: one over 128 bytes, which whoever is looked for may have
-- chosen, as its hash. To reject the line for it would be a way not to be seen.
CREATE OR REPLACE FUNCTION short_identifier AS (text) ->
    if(length(text) <= 128, text, lower(hex(sipHash128(text))))
