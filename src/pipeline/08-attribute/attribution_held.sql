-- attribution_held: which group of accounts carries which value, how many of it, and how many groups do.
--
-- Reads   account_value, attribution_pool, shared_value
-- Writes  attribution_held, opened anew in each run
-- Grain   (pool_kind, pool_id, linker, value_hash)
--
-- Of values that are worth something between two strangers, where two accounts of a group carry them at least. Values are
-- those of linkers: none of them is a country or a language.

WITH
    size AS (
        SELECT pool_kind, pool_id, uniqExact(account_id) AS accounts
        FROM attribution_pool
        GROUP BY pool_kind, pool_id
    ),
    carried AS (
        SELECT pool_kind, pool_id, linker, value_hash, uniqExact(account_id) AS carriers
        FROM account_value
        INNER JOIN attribution_pool USING (account_id)
        WHERE run_id = {run_id:UUID} AND (linker, value_hash) IN (
            SELECT linker, value_hash FROM shared_value
            WHERE run_id = {run_id:UUID} AND weight_millibits >= {millibits_min:Int32})
        GROUP BY pool_kind, pool_id, linker, value_hash
    )
SELECT
    pool_kind, pool_id, linker, value_hash, carriers, accounts,
    count() OVER (PARTITION BY linker, value_hash) AS pools
FROM carried
INNER JOIN size USING (pool_kind, pool_id)
WHERE carriers >= 2
