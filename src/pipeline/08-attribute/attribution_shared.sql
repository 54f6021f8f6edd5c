-- attribution_shared: what each campaign has in common with other groups: of each linker the strongest value.
--
-- Reads   attribution_held, shared_value
-- Grain   one row a campaign, group and linker
--
-- A value is worth what it is between two strangers, less what it takes to find it somewhere among so many pairs: a bit
-- for each time that the share of carriers halves, in both groups.

WITH
    worth AS (
        SELECT linker, value_hash, weight_millibits, reference_carriers, reference_entities
        FROM shared_value
        WHERE run_id = {run_id:UUID}
    ),
    -- One row a campaign, group and value.
    paired AS (
        SELECT
            here.pool_id AS campaign_id, there.pool_kind AS other_kind, there.pool_id AS other_id,
            here.linker AS linker, here.value_hash AS value_hash,
            here.carriers AS carriers_here, here.accounts AS accounts_here,
            there.carriers AS carriers_there, there.accounts AS accounts_there, here.pools AS pools
        FROM attribution_held AS here
        INNER JOIN attribution_held AS there
            ON there.linker = here.linker AND there.value_hash = here.value_hash
        WHERE here.pool_kind = 'campaign' AND NOT (there.pool_kind = 'campaign' AND there.pool_id = here.pool_id)
    )
SELECT
    campaign_id, other_kind, other_id, linker,
    max(millibits) AS millibits_best,
    argMax(map(
        'carriers_here', toFloat64(carriers_here), 'accounts_here', toFloat64(accounts_here),
        'carriers_there', toFloat64(carriers_there), 'accounts_there', toFloat64(accounts_there),
        'pools', toFloat64(pools),
        'reference', toFloat64(reference_carriers), 'population', toFloat64(reference_entities)),
        (millibits, value_hash)) AS facts_best
FROM (
    SELECT
        campaign_id, other_kind, other_id, linker, value_hash,
        carriers_here, accounts_here, carriers_there, accounts_there, pools, reference_carriers, reference_entities,
        toInt32(round(weight_millibits
            + 1000 * log2(carriers_here / accounts_here) + 1000 * log2(carriers_there / accounts_there))) AS millibits
    FROM paired
    INNER JOIN worth USING (linker, value_hash)
)
WHERE millibits >= {millibits_min:Int32}
GROUP BY campaign_id, other_kind, other_id, linker
ORDER BY campaign_id, other_kind, other_id, linker
