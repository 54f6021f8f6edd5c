-- linker_reference: how much of the reference one linker knows anything of.
--
-- Reads   linker_value       the linker's own SELECT
--         account_identity, reference
-- Grain   one row

WITH
    -- One row a value.
    carried AS (
        SELECT
            value_hash,
            uniqExact(entity_id) AS carriers,
            uniqExactIf(entity_id, account_id IN (
                SELECT account_id FROM reference WHERE run_id = {run_id:UUID})) AS reference_carriers
        FROM linker_value
        INNER JOIN account_identity USING (account_id)
        GROUP BY value_hash
    )
SELECT
    (SELECT uniqExact(entity_id) FROM linker_value INNER JOIN account_identity USING (account_id))
                                                           AS entities_with_value,
    (SELECT uniqExact(entity_id) FROM linker_value INNER JOIN account_identity USING (account_id)
     WHERE account_id IN (SELECT account_id FROM reference WHERE run_id = {run_id:UUID}))
                                                           AS reference_with_value,
    countIf(carriers >= 2)                                 AS values_shared,
    countIf(carriers >= 2 AND reference_carriers = 0)      AS values_unseen,
    max(reference_carriers)                                AS carriers_most
FROM carried
