-- release: when which model was released.
--
-- Reads   model_release
-- Grain   one row a model and instant

SELECT DISTINCT model, formatDateTime(released_at, '%Y-%m-%dT%H:%i:%SZ', 'UTC') AS released_on
FROM model_release
ORDER BY released_on, model
