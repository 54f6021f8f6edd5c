-- intake: what came in altogether, and the instant of the newest exchange of it.
--
-- Reads   input_file, exchange_fingerprint
-- Grain   one row

SELECT
    count()                                AS files,
    countIf(fault != '')                   AS files_at_fault,
    sum(lines)                             AS lines_all,
    sum(accepted)                          AS accepted_all,
    sum(rejected)                          AS rejected_all,
    (SELECT if(count() = 0, '', toString(max(received_at))) FROM exchange_fingerprint) AS newest
FROM input_file
