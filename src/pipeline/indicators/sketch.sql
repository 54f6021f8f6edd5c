-- sketch: the sampled shingles of a fixed text, so that whoever has the same key finds the text again in others.
--
-- Grain   one row
--
-- The hash comes before the sample, so that which runs of words are kept is as hard to foresee as the hash. Twelve at
-- least, where the text has so many.

SELECT arrayMap(hash -> toString(hash), shingle_sample(arrayFlatten(arrayMap(
    piece -> arrayMap(
        one -> sipHash64Keyed({sketch_keys:Array(Tuple(UInt64, UInt64))}[1], one),
        text_shingles(arrayMap(word -> cityHash64(word), text_tokens(piece)))),
    {pieces:Array(String)})))) AS sketch
