-- account_value: the values of one linker that two customers or more carry.
--
-- Reads   linker_value       the linker's own SELECT
--         account_identity
-- Writes  account_value
-- Grain   (run_id, linker, account_id, value_hash)
--
-- A value that one customer alone carries is dropped first; only then are an account's values capped,
-- the rarest kept, so that an account that floods itself with values gains nothing by it.

INSERT INTO account_value (run_id, linker, account_id, value_hash, first_at, last_at)
WITH
    -- One row a value.
    carried AS (
        SELECT value_hash, uniqExact(entity_id) AS entities
        FROM linker_value
        INNER JOIN account_identity USING (account_id)
        GROUP BY value_hash
        HAVING entities >= 2
    )
SELECT {run_id:UUID}, {linker:String}, account_id, value_hash, min(first_at), max(last_at)
FROM linker_value
INNER JOIN carried USING (value_hash)
GROUP BY account_id, value_hash
ORDER BY account_id, any(entities), value_hash
LIMIT {values_max:UInt32} BY account_id
