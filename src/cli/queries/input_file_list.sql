-- input_file_list: what each file was taken for, and how much of it was read.
--
-- Reads   input_file, account, account_event, model_release, ruling
-- Grain   one row a file
--
-- Ingest counts the rows that it accepts of exchanges alone; of the other kinds, the rows that their
-- tables hold, over all files of the kind.

SELECT
    file, kind, source, lines, rejected, fault,
    multiIf(
        kind = 'exchange', accepted,
        kind = 'account', (SELECT count() FROM account),
        kind = 'account_event', (SELECT count() FROM account_event),
        kind = 'model_release', (SELECT count() FROM model_release),
        (SELECT count() FROM ruling))                    AS rows_read,
    sum(lines) OVER (PARTITION BY kind)                  AS lines_of_kind
FROM input_file
ORDER BY input_id
