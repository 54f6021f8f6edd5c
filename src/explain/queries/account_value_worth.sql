-- account_value_worth: the values that one account shares with others, and what each is worth.
--
-- Reads   account_value, shared_value
-- Grain   one row a linker and value

SELECT
    linker,
    toString(value_hash) AS value,
    accounts, entities, reference_carriers, reference_entities, is_new_hub, weight_millibits,
    count() OVER ()      AS values_all
FROM account_value
INNER JOIN (
    SELECT linker, value_hash, accounts, entities, reference_carriers, reference_entities,
           is_new_hub, weight_millibits
    FROM shared_value
    WHERE run_id = {run_id:UUID}
) AS worth USING (linker, value_hash)
WHERE run_id = {run_id:UUID} AND account_id = {account_id:String}
ORDER BY weight_millibits DESC, linker, value_hash
LIMIT {rows_max:UInt32}
