-- new_prompt: what the user says after the last answer.
CREATE OR REPLACE FUNCTION new_prompt AS (roles, texts, answered) -> arrayStringConcat(
    arrayFilter((t, r, i) -> r = 'user' AND i > answered, texts, roles, arrayEnumerate(roles)), '\n')
