-- account_link: the strongest links of one account, and how many it has.
--
-- Reads   link
-- Grain   one row a partner

SELECT
    if(account_a = {account_id:String}, account_b, account_a) AS partner,
    weight_millibits,
    is_controlled,
    count() OVER ()                                           AS links_all,
    countIf(is_controlled) OVER ()                            AS links_controlled
FROM link
WHERE run_id = {run_id:UUID}
  AND (account_a = {account_id:String} OR account_b = {account_id:String})
ORDER BY is_controlled DESC, weight_millibits DESC, partner
LIMIT {rows_max:UInt32}
