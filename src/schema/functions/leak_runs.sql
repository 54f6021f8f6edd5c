-- leak_runs: hashes of all runs of six words, from the hashes of the words.
CREATE OR REPLACE FUNCTION leak_runs AS (word_hashes) ->
    arrayResize(
        arrayMap(
            (a, b, c, d, e, f) -> cityHash64(a, b, c, d, e, f),
            word_hashes,
            arrayShiftLeft(word_hashes, 1),
            arrayShiftLeft(word_hashes, 2),
            arrayShiftLeft(word_hashes, 3),
            arrayShiftLeft(word_hashes, 4),
            arrayShiftLeft(word_hashes, 5)
        ),
        greatest(0, length(word_hashes) - 5)
    )
