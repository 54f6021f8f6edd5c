-- application_last_input: the newest input that holds applications; 0 where there is none.
--
-- Reads   application
-- Grain   one row

SELECT max(input_id) AS last_input
FROM application
