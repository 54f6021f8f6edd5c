-- shingle_sample: a sample of shingles by nested modulus. The same shingle is kept wherever it occurs,
-- so containment survives sampling; a short text keeps more of its own, so that it has at least
-- twelve where it can; at most 64.
CREATE OR REPLACE FUNCTION shingle_sample AS (shingles) ->
    arraySlice(
        arraySort(arrayDistinct(multiIf(
            length(shingles) <= 16, shingles,
            length(shingles) <= 64, arrayFilter(s -> s % 2 = 0, shingles),
            length(shingles) <= 160, arrayFilter(s -> s % 4 = 0, shingles),
            arrayFilter(s -> s % 8 = 0, shingles)
        ))),
        1, 64
    )
