-- shared_value: what each value of one linker is worth between two strangers.
--
-- Reads   account_value, account_identity, reference
-- Writes  shared_value
-- Grain   (run_id, linker, value_hash)
--
-- weight = log2(m / u), where u is how often an unrelated customer carries the value: its share of
-- the reference population, shrunk towards the linker's shipped curve with the strength of
-- `prior_entities`. Never its share of the traffic under test: a campaign would make its own values
-- common. A value that the reference does not know and many carry is an attack, or new: a circumstance
-- of that kind is worth `hub_millibits_max` at most.

INSERT INTO shared_value (
    run_id, linker, value_hash, accounts, entities, reference_carriers, reference_entities,
    is_new_hub, weight_millibits
)
WITH
    (SELECT uniqExact(entity_id) FROM reference WHERE run_id = {run_id:UUID}) AS population,
    -- One row a value.
    carried AS (
        SELECT
            value_hash,
            uniqExact(account_id)                                   AS accounts_all,
            uniqExact(entity_id)                                    AS entities_all,
            uniqExactIf(entity_id, is_reference)                    AS carriers
        FROM (
            SELECT value_hash, account_id, entity_id,
                   account_id IN (SELECT account_id FROM reference WHERE run_id = {run_id:UUID}) AS is_reference
            FROM account_value
            INNER JOIN account_identity USING (account_id)
            WHERE run_id = {run_id:UUID} AND linker = {linker:String}
        ) AS carrier
        GROUP BY value_hash
    )
SELECT
    {run_id:UUID}, {linker:String}, value_hash, accounts_all, entities_all, carriers, population,
    carriers = 0 AND accounts_all > {hub_accounts:UInt32} AS is_hub,
    toInt32(round(1000 * least(
        if(is_hub, {hub_bits_max:Float64}, {bits_max:Float64}),
        log2({m:Float64} / ((carriers + {prior_entities:UInt32} * {unseen_frequency:Float64})
                            / (population + {prior_entities:UInt32}))))))
FROM carried
WHERE entities_all >= 2
