-- lines_blank: how many lines of the open file hold nothing.
--
-- Reads   input_line
-- Grain   one row

SELECT countIf(trimBoth(substring(line, 1, 64), ' \t\r') = '' AND trimBoth(line, ' \t\r') = '') AS blank
FROM input_line
