-- answer_bytes: how much an answer says: its text and what it calls. Where it calls something and the log has its text without
-- the calls (a mark stands before each, where there are any), four bytes for each token but those of reasoning, if that is
-- more. Without a text it is 0: nothing is kept.
CREATE OR REPLACE FUNCTION answer_bytes AS (response, calls, tokens, tokens_reasoning) ->
    toUInt32(least(4294967295, if(
        response = '' OR ifNull(calls, 0) = 0 OR position(response, char(30)) > 0,
        toInt64(length(response)),
        greatest(toInt64(length(response)), 4 * (ifNull(tokens, 0) - ifNull(tokens_reasoning, 0))))))
