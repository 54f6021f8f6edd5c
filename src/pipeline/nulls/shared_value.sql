-- shared_value: what values that weigh themselves are worth; a deal changes nothing of it.
--
-- Reads   shared_value, null_hub
-- Writes  shared_value

INSERT INTO shared_value (
    run_id, linker, value_hash, accounts, entities, reference_carriers, reference_entities, is_new_hub,
    weight_millibits
)
SELECT
    {null_id:UUID}, linker, value_hash, accounts, entities, reference_carriers, reference_entities, is_new_hub,
    weight_millibits
FROM shared_value
WHERE run_id = {run_id:UUID} AND has({weighing_themselves:Array(String)}, toString(linker))
  AND (linker, value_hash) NOT IN (SELECT linker, value_hash FROM null_hub)
