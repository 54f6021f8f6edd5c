-- turn_canonical: what a turn of the model is known by: its text where that has the 160 bytes to be nobody else's, else its
-- text and its calls. Programs that send a turn back leave the calls out, or write the same arguments with other white space:
-- in calls none counts. Without branches, of which all would be computed.
CREATE OR REPLACE FUNCTION turn_canonical AS (x) -> concat(
    canonical(substring(x, 1, if(position(x, char(30)) = 0, length(x), position(x, char(30)) - 1))),
    replaceAll(canonical(substring(
        x,
        if(position(x, char(30)) = 0, length(x) + 1, position(x, char(30))),
        if(position(x, char(30)) > 161, 0, length(x)))), ' ', ''))
