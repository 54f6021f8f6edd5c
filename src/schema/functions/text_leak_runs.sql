-- text_leak_runs: the runs of six of a text, as the guard's words and as those of `text_tokens`, which mask what varies.
-- A mark is no word: six of them in a row stand in whatever quotes six strings.
CREATE OR REPLACE FUNCTION text_leak_runs AS (x) ->
    arrayConcat(
        leak_runs(arrayMap(w -> cityHash64(w), leak_words(x))),
        if(
            isASCII(x) AND NOT multiSearchAny(x, ['"', '```', 'http://', 'https://']),
            [],
            leak_runs(arrayMap(w -> cityHash64(w), arrayFilter(w -> w != '§', text_tokens(x))))
        )
    )
