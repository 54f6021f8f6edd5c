-- text_sketch: the sampled shingles of a text, keyed. Only what is kept goes through the keyed hash, which
-- is the costly one; half of the key in the words makes which ones are kept as hard to foresee. That is of the first
-- secret for ever: of texts that are gone, nobody could keep others.
CREATE OR REPLACE FUNCTION text_sketch AS (hash_key, x) -> arrayMap(
    s -> keyed_chain(hash_key, s),
    shingle_sample(text_shingles(
        arrayMap(t -> bitXor(cityHash64(t), tupleElement(hash_key[1], 1)), text_tokens(x)))))
