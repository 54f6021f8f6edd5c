-- record_rejected: the lines of one file of accounts, events, releases or rulings that could not be
-- read, with number and reason.
--
-- Reads   input_line
-- Writes  exchange_rejected
-- Grain   one row a line at fault
--
-- Runs only where ingest counted fewer records than lines, on one thread, so that the numbers are those
-- of the file. `required` holds the keys that must be given, `instants` those of them that are instants,
-- and `choices` the values that a key may have, as `key=value`.

INSERT INTO exchange_rejected (input_id, file, line_number, reason, line_bytes)
WITH
    -- One row a line, in the order of the file.
    numbered AS (
        SELECT
            rowNumberInAllBlocks() + 1 + {header_lines:UInt8}               AS line_number,
            line,
            line_fault(line)                                                AS fault,
            arrayMap(key -> JSONExtract(line, key, 'String'), {required:Array(String)}) AS given
        FROM input_line
    ),
    -- The first key at fault of each kind, '' where there is none.
    faulty AS (
        SELECT
            line_number, line, fault,
            arrayFirst((key, value) -> empty(value), {required:Array(String)}, given)         AS missing,
            arrayFirst((key, value) -> key LIKE '%\_id' AND length(value) > 128,
                {required:Array(String)}, given)                                              AS long,
            arrayFirst((key, value) -> has({instants:Array(String)}, key)
                AND isNull(as_instant(value)), {required:Array(String)}, given)               AS unclear,
            arrayFirst((key, value) -> has({instants:Array(String)}, key)
                AND NOT is_possible_instant(as_instant(value)), {required:Array(String)}, given) AS impossible,
            arrayFirst((key, value) -> arrayExists(
                    choice -> startsWith(choice, concat(key, '=')), {choices:Array(String)})
                AND NOT has({choices:Array(String)}, concat(key, '=', value)),
                {required:Array(String)}, given)                                              AS unknown
        FROM numbered
    )
SELECT
    {input_id:UInt32}, {file:String}, line_number,
    multiIf(
        fault != '', fault,
        missing != '', concat(missing, ' is missing'),
        long != '', concat(long, ' is longer than 128 bytes'),
        unclear != '', concat(unclear, ' is not an instant'),
        impossible != '', concat(impossible, ' lies outside the years 2000 to 2100'),
        unknown != '', concat(unknown, ' is none of the values that are known'),
        ''),
    length(line)
FROM faulty
WHERE (fault, missing, long, unclear, impossible, unknown) != ('', '', '', '', '', '')
  AND notEmpty(trimBoth(line, ' \t\r'))
SETTINGS max_threads = 1, input_format_parallel_parsing = 0
