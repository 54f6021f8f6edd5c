-- keyed_again: a stored hash under one more secret, given as its tuple. 0 stays "absent".
CREATE OR REPLACE FUNCTION keyed_again AS (one_key, h) -> (h != 0) * sipHash64Keyed(one_key, h)
