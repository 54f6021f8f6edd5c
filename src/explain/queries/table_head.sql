-- table_head: some rows of a table that all runs share, as they lie.
--
-- Reads   {table}
-- Grain   one row of the table
--
-- Text of prompts and answers is left out, since it is read for a logged reason only, and so are raw
-- addresses, where their keyed hashes will do.
-- The only `*` outside tests, since this reads any table.

SELECT * EXCEPT ('^(ip|signup_ip|system|prompt|response)$')
FROM {table:Identifier}
LIMIT {rows_max:UInt32}
SETTINGS max_threads = 1
