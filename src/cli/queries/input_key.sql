-- input_key: the keys of one input file's lines, and on how many lines each holds something.
--
-- Reads   input_line
-- Grain   one row a key
--
-- Keys are the file's own, so there may be as many as there are lines: at most 10,000 are counted.

WITH
    -- One row a line and key.
    keyed AS (
        SELECT arrayJoin(JSONExtractKeysAndValuesRaw(line)) AS pair
        FROM input_line
    )
SELECT
    substring(pair.1, 1, 128)                              AS key,
    count()                                                AS lines,
    countIf(pair.2 NOT IN ('null', '""', '[]', '{}'))      AS lines_filled
FROM keyed
GROUP BY key
ORDER BY lines DESC, key
LIMIT {keys_max:UInt32}
SETTINGS max_rows_to_group_by = 10000, group_by_overflow_mode = 'any'
