-- last_answered: the place of the last turn that was answered; 0 where none was. A prefilled answer is the request's
-- own last word, not a turn that was served.
CREATE OR REPLACE FUNCTION last_answered AS (roles) ->
    arrayLastIndex((r, i) -> r = 'assistant' AND i < length(roles), roles, arrayEnumerate(roles))
