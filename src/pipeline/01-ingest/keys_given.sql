-- keys_given: which keys the first thousand lines of the open file hold.
--
-- Reads   input_line
-- Grain   one row a key

WITH
    -- One row a line.
    sample AS (
        SELECT line
        FROM input_line
        LIMIT 1000
    )
SELECT substring(arrayJoin(JSONExtractKeys(line)), 1, 128) AS key, count() AS lines
FROM sample
GROUP BY key
ORDER BY key
LIMIT 400
