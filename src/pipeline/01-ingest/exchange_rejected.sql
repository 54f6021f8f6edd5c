-- exchange_rejected: the lines of one input file that are no exchanges, with number and reason.
--
-- Reads   source_exchange
-- Writes  exchange_rejected
-- Grain   one row a line at fault
--
-- Runs only where ingest counted fewer exchanges than lines, on one thread and in blocks of few lines,
-- so that the numbers are those of the file.

INSERT INTO exchange_rejected (input_id, file, line_number, reason, line_bytes)
WITH
    -- One row a line, in the order of the file.
    numbered AS (
        SELECT
            rowNumberInAllBlocks() + 1 + {header_lines:UInt8}               AS line_number,
            length(line)                                                    AS line_bytes,
            trimBoth(substring(line, 1, 64), ' \t\r') = ''
                AND trimBoth(line, ' \t\r') = ''                            AS is_blank,
            exchange_fault(line, exchange_id, received_at, account_id)      AS fault
        FROM source_exchange
    )
SELECT {input_id:UInt32}, {file:String}, line_number, fault, line_bytes
FROM numbered
WHERE fault != '' AND NOT is_blank
SETTINGS max_threads = 1, input_format_parallel_parsing = 0,
    input_format_max_block_size_bytes = 67108864
