-- graph_link: the strongest links among some accounts, and what each rests on.
--
-- Reads   link, link_evidence
-- Grain   one row a link

WITH strongest AS (
    SELECT
        account_a, account_b, weight_millibits, is_controlled,
        toUInt32(count() OVER ()) AS links_all
    FROM link
    WHERE run_id = {run_id:UUID} AND weight_millibits >= {millibits_min:Int32}
      AND account_a IN {accounts:Array(String)} AND account_b IN {accounts:Array(String)}
    ORDER BY weight_millibits DESC, account_a, account_b
    LIMIT {links_max:UInt32}
)
SELECT
    account_a, account_b, weight_millibits, is_controlled, links_all,
    rests_on
FROM strongest
LEFT JOIN (
    SELECT
        account_a, account_b,
        groupArray(tuple(toString(linker), toString(family), toString(speaks),
                         if(value_hash = 0, '', toString(value_hash)), weight_millibits)) AS rests_on
    FROM link_evidence
    WHERE run_id = {run_id:UUID}
      AND (account_a, account_b) IN (SELECT account_a, account_b FROM strongest)
    GROUP BY account_a, account_b
) AS evidence USING (account_a, account_b)
ORDER BY weight_millibits DESC, account_a, account_b
