-- measured: what the run found of the values that operators of one campaign share.
--
-- Reads   indicator
-- Grain   one row a kind and value

SELECT
    kind, value_hash, toString(first_seen_at) AS first_seen, toString(last_seen_at) AS last_seen,
    operators, carriers, reference_carriers, kept_out, alike
FROM indicator
WHERE run_id = {run_id:UUID} AND campaign_id = {campaign_id:String}
ORDER BY kind, kept_out, operators DESC, last_seen_at DESC, value_hash
