-- keyed_chain: the keyed hash of anything, under a chain of secrets, oldest first. The first hashes what is given, each later one
-- hashes what came before it: so a stored hash is taken to a new secret without the text that it was made of.
-- With one secret the condition is a constant, and what is left is the hash alone.
CREATE OR REPLACE FUNCTION keyed_chain AS (hash_key, x) ->
    if(length(hash_key) = 1,
        sipHash64Keyed(hash_key[1], x),
        arrayFold((h, one) -> sipHash64Keyed(one, h), arraySlice(hash_key, 2),
            CAST(sipHash64Keyed(hash_key[1], x), 'UInt64')))
