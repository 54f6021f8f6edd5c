-- is_lengthy: whether an answer is more than a label, an index entry or a yes: by its text, or by its tokens where no
-- text is kept. Of which nothing is known is lengthy.
CREATE OR REPLACE FUNCTION is_lengthy AS (response_bytes, tokens) ->
    if(response_bytes > 0, response_bytes > 240, ifNull(tokens, 61) > 60)
