-- account_link_evidence: what each linker says of one account and some of its partners.
--
-- Reads   link_evidence
-- Grain   one row a partner and linker

SELECT
    if(account_a = {account_id:String}, account_b, account_a) AS partner,
    linker, family, speaks, weight_millibits,
    toString(value_hash)                                      AS value,
    facts
FROM link_evidence
WHERE run_id = {run_id:UUID}
  AND (account_a = {account_id:String} OR account_b = {account_id:String})
  AND partner IN {partners:Array(String)}
ORDER BY partner, weight_millibits DESC, linker
