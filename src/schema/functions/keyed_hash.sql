-- keyed_hash: what stands for an identifier or a text everywhere behind the door. Keyed by the
-- operator's secrets, so that nobody outside can test a guess; 0 stands for "absent".
-- A product and no `if`: what a branch of `if` names may be computed twice, and `x` may be costly.
CREATE OR REPLACE FUNCTION keyed_hash AS (hash_key, x) ->
    notEmpty(x) * keyed_chain(hash_key, x)
