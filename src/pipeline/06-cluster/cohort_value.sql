-- cohort_value: the values that tell accounts of interest, those who look like a harvest or are held by controlled links.
--
-- Reads   account_identity, account_mission, account_value
-- Grain   one row an account of interest, linker and value
--
-- What a value is worth is asked of the quiet: u is the share of them that carries it, shrunk towards the shipped curve
-- as in `shared_value`.

WITH
    -- One row an account of interest.
    suspect AS (
        SELECT account_id, entity_id
        FROM account_identity
        WHERE account_id IN (SELECT account_id FROM account_mission WHERE run_id = {run_id:UUID} AND is_suspect)
    ),
    quiet AS (SELECT account_id FROM account_mission WHERE run_id = {run_id:UUID} AND is_quiet),
    (SELECT count() FROM quiet) AS quiet_all,
    -- One row a value that two customers of interest carry, and hardly anybody quiet.
    worth AS (
        SELECT
            linker, value_hash,
            (quiet_carriers + greatest(0.5, {prior_entities:UInt32}
                * transform(toString(linker), {linkers:Array(String)}, {unseen:Array(Float64)}, 0.)))
            / (quiet_all + {prior_entities:UInt32}) AS u
        FROM (
            SELECT linker, value_hash
            FROM account_value
            INNER JOIN suspect USING (account_id)
            WHERE run_id = {run_id:UUID}
            GROUP BY linker, value_hash
            HAVING uniqExact(entity_id) >= 2
        ) AS recurring
        LEFT JOIN (
            SELECT linker, value_hash, count() AS quiet_carriers
            FROM account_value
            WHERE run_id = {run_id:UUID} AND account_id IN (SELECT account_id FROM quiet)
            GROUP BY linker, value_hash
        ) AS carried USING (linker, value_hash)
        WHERE u <= {common_share:Float64}
    )
SELECT
    linker, value_hash, account_id, entity_id, u,
    count() OVER (PARTITION BY linker, account_id) AS held_values
FROM account_value
INNER JOIN worth USING (linker, value_hash)
INNER JOIN suspect USING (account_id)
WHERE run_id = {run_id:UUID}
