-- keyed_hash: what stands for an identifier or a text everywhere behind the door. Keyed by the
-- operator's secret, so that nobody outside can test a guess; 0 stands for "absent".
CREATE OR REPLACE FUNCTION keyed_hash AS (hash_key, x) ->
    if(empty(x), toUInt64(0), sipHash64Keyed(hash_key, x))
