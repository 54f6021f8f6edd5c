-- graph_evidence: why one pair of accounts is a link.
--
-- Reads   link_evidence
-- Grain   one row a linker and value

SELECT
    toString(linker)   AS linker,
    toString(family)   AS family,
    toString(speaks)   AS speaks,
    weight_millibits,
    facts
FROM link_evidence
WHERE run_id = {run_id:UUID}
  AND account_a = least({one:String}, {other:String}) AND account_b = greatest({one:String}, {other:String})
ORDER BY weight_millibits DESC, linker
LIMIT {rows_max:UInt32}
