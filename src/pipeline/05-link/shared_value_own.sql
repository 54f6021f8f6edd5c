-- shared_value: what each value is worth, of a linker that weighs its values itself.
--
-- Reads   account_value, account_identity, linker_value, reference
-- Writes  shared_value
-- Grain   (run_id, linker, value_hash)

INSERT INTO shared_value (
    run_id, linker, value_hash, accounts, entities, reference_carriers, reference_entities,
    is_new_hub, weight_millibits
)
WITH
    (SELECT uniqExact(entity_id) FROM reference WHERE run_id = {run_id:UUID}) AS population,
    -- One row a value.
    carried AS (
        SELECT value_hash, uniqExact(account_id) AS accounts_all, uniqExact(entity_id) AS entities_all
        FROM account_value
        INNER JOIN account_identity USING (account_id)
        WHERE run_id = {run_id:UUID} AND linker = {linker:String}
        GROUP BY value_hash
    ),
    -- One row a value: its own weight.
    weighed AS (
        SELECT value_hash, min(weight_millibits) AS weight
        FROM linker_value
        GROUP BY value_hash
    )
SELECT
    {run_id:UUID}, {linker:String}, value_hash, accounts_all, entities_all, 0, population, 0,
    toInt32(least(weight, 1000 * {bits_max:Float64}))
FROM carried
INNER JOIN weighed USING (value_hash)
WHERE entities_all >= 2
