-- application_line: some lines of the open file, for whoever assesses applications.
--
-- Reads   input_line
-- Grain   one row a line, in the order of the file
--
-- On one thread, so that the order is that of the file. `instants` are those of the keys, as a scan reads
-- them, '' where one is none. A line over 16 KiB is no application, and is left where it is.

WITH
    -- One row a line.
    numbered AS (
        SELECT
            length(line) > 16384  AS is_long,
            if(is_long, '', line) AS text
        FROM input_line
        LIMIT {rows_max:UInt32} OFFSET {first:UInt64}
    )
SELECT
    text,
    multiIf(is_long, 'the line is longer than 16 KiB',
        trimBoth(text, ' \t\r') = '', '', line_fault(text)) AS fault,
    arrayMap(key -> as_instant(JSONExtract(text, key, 'String')), {keys:Array(String)}) AS found,
    arrayMap(one -> if(is_possible_instant(one),
        concat(replaceOne(toString(assumeNotNull(one)), ' ', 'T'), 'Z'), ''), found) AS instants
FROM numbered
SETTINGS max_threads = 1, input_format_parallel_parsing = 0
