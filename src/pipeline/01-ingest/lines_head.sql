-- lines_head: the first lines of the open file, to see of which form they are.
--
-- Reads   input_line
-- Grain   one row a line; a line of over 4 MiB is left out, as a form shows in the others

SELECT line
FROM input_line
WHERE length(line) <= 4194304
LIMIT 20
