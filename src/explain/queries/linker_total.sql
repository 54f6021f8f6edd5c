-- linker_total: what one linker gave in one run.
--
-- Reads   account_value, shared_value, link_evidence
-- Grain   one row

SELECT
    (SELECT uniqExact(account_id) FROM account_value
     WHERE run_id = {run_id:UUID} AND linker = {linker:String})      AS accounts_with_value,
    (SELECT count() FROM shared_value
     WHERE run_id = {run_id:UUID} AND linker = {linker:String})      AS values_shared,
    (SELECT countIf(is_new_hub) FROM shared_value
     WHERE run_id = {run_id:UUID} AND linker = {linker:String})      AS values_new_hub,
    count()                                                          AS pairs,
    uniqExactArray([account_a, account_b])                           AS accounts,
    quantileExactLow(0.5)(weight_millibits)                          AS millibits_typical,
    max(weight_millibits)                                            AS millibits_most
FROM link_evidence
WHERE run_id = {run_id:UUID} AND linker = {linker:String}
