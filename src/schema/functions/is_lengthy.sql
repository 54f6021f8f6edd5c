-- is_lengthy: whether an answer is more than a label, an index entry or a yes: by its text, or by its tokens where no
-- text is kept. Of which nothing is known is lengthy. 240 bytes are some 40 words, 60 tokens of any text: what is shorter is
-- a verdict, a field or a sentence, and of those a student learns what a classifier would. Reasoning, code and prose, which
-- teach how, take more. It spares whoever has things labelled, sorted or checked.
CREATE OR REPLACE FUNCTION is_lengthy AS (response_bytes, tokens) ->
    if(response_bytes > 0, response_bytes > 240, ifNull(tokens, 61) > 60)
