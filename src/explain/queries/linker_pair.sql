-- linker_pair: the pairs that one linker speaks of most strongly.
--
-- Reads   link_evidence
-- Grain   one row a pair

SELECT account_a, account_b, weight_millibits, toString(value_hash) AS value, facts
FROM link_evidence
WHERE run_id = {run_id:UUID} AND linker = {linker:String}
ORDER BY weight_millibits DESC, account_a, account_b
LIMIT {rows_max:UInt32}
