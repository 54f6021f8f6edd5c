-- text_leak_runs: the runs of six of a text, as the guard's words and as those of `text_tokens`, which mask what varies.
CREATE OR REPLACE FUNCTION text_leak_runs AS (x) ->
    arrayConcat(
        leak_runs(arrayMap(w -> cityHash64(w), leak_words(x))),
        if(
            isASCII(x) AND NOT multiSearchAny(x, ['"', '```', 'http://', 'https://']),
            [],
            leak_runs(arrayMap(w -> cityHash64(w), text_tokens(x)))
        )
    )
