-- null_hub: values that a cluster of a campaign's size holds as its own.
--
-- Reads   account_identity, account_value, null_gathered
-- Grain   one row a linker and value
--
-- A permutation keeps how many accounts carry a value, and so would keep the hubs of a pool and deal a pool
-- of the same size anew. Out are values of which one cluster's customers are half of all carriers, and four.

SELECT linker, value_hash
FROM (
    SELECT linker, value_hash, gathered_id, uniqExact(entity_id) AS customers
    FROM account_value
    INNER JOIN account_identity USING (account_id)
    LEFT JOIN null_gathered USING (account_id)
    WHERE run_id = {run_id:UUID}
    GROUP BY linker, value_hash, gathered_id
) AS held
GROUP BY linker, value_hash
HAVING maxIf(customers, gathered_id != '') >= {gathered_min:UInt32}
   AND maxIf(customers, gathered_id != '') * 2 >= sum(customers)
