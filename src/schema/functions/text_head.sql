-- text_head: where a template's opening stands; the whole of a text of up to 3,000 bytes.
CREATE OR REPLACE FUNCTION text_head AS (x) ->
    if(length(x) <= 3000, x, toValidUTF8(substring(x, 1, 1500)))
