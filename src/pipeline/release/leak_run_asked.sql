-- leak_run_asked: all runs of six words of what would leave, by the place of the string that has them.
--
-- Reads   nothing; the strings are a parameter
-- Grain   place and run

SELECT DISTINCT
    toUInt32(one.1)                        AS place,
    arrayJoin(text_leak_runs(one.2))       AS run
FROM (SELECT arrayJoin(arrayZip(arrayEnumerate({strings:Array(String)}), {strings:Array(String)})) AS one)
