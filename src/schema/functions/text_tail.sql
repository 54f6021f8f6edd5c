-- text_tail: where a template's closing stands; empty where the head is the whole.
CREATE OR REPLACE FUNCTION text_tail AS (x) ->
    if(length(x) <= 3000, '', toValidUTF8(substring(x, length(x) - 1499)))
