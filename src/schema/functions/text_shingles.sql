-- text_shingles: keyed hashes of all runs of three tokens.
CREATE OR REPLACE FUNCTION text_shingles AS (token_hashes) ->
    arrayResize(
        arrayMap(
            (a, b, c) -> intHash64(bitXor(a * 3, bitXor(b * 5, c * 7))),
            token_hashes,
            arrayShiftLeft(token_hashes, 1),
            arrayShiftLeft(token_hashes, 2)
        ),
        greatest(0, length(token_hashes) - 2)
    )
