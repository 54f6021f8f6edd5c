-- lengthy_loop: the share of a loop in what was answered at length; 0 where too few of its slots were. Fillers that are
-- answered by a word cost next to nothing, so they neither thin out a loop nor explain it.
CREATE OR REPLACE FUNCTION lengthy_loop AS (slots, slots_min, looped, answered) ->
    if(slots < slots_min, 0, looped / greatest(1, answered))
