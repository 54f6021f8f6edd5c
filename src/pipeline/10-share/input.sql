-- input: how much was read, and what could not be.
--
-- Reads   exchange, input_file
-- Grain   one row

SELECT
    count()                AS exchanges,
    uniqExact(account_id)  AS accounts,
    (SELECT sum(rejected) FROM input_file) AS rejected,
    (SELECT sum(accepted) FROM input_file WHERE kind = 'exchange') - exchanges AS duplicates
FROM exchange
