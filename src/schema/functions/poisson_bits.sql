-- poisson_bits: how far a count speaks against an expected one, in bits: the log likelihood ratio of two
-- Poisson counts. Nothing where it is not above what is expected.
CREATE OR REPLACE FUNCTION poisson_bits AS (counted, expected) -> if(counted <= expected, 0.,
    (counted * log(counted / expected) - (counted - expected)) / log(2))
