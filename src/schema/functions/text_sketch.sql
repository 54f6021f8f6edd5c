-- text_sketch: the sampled shingles of a text, keyed.
CREATE OR REPLACE FUNCTION text_sketch AS (hash_key, x) ->
    shingle_sample(text_shingles(arrayMap(t -> sipHash64Keyed(hash_key, t), text_tokens(x))))
