-- text_fit: how many exchanges of a day have their texts beside them, row by row, and how many do not.
--
-- Grain   one row
--
-- Both files were written in one order, so they are laid side by side and not joined, which would take as much
-- memory as a day has texts. Of two files of different length the longer is cut: rows are counted apart as well.

SELECT
    count()                                  AS rows,
    countIf(row_hash != of_row_hash)         AS strays
FROM (SELECT row_hash FROM file({path:String}, 'Native') LIMIT {rows_max:UInt64}) AS facts
PASTE JOIN
(
    SELECT row_hash AS of_row_hash
    FROM file({text_path:String}, 'Native')
    LIMIT {rows_max:UInt64}
) AS texts
SETTINGS max_threads = 1
