-- cluster_facts: each cluster with what its linkage is judged by.
--
-- Reads   account_identity, account_mission, cluster, cluster_member
-- Grain   one row a cluster
--
-- Strangers are counted by name and by purse, and the fewer count: a firm, a school or an agency that pays
-- for all its accounts with one card is one customer. Of them the alike count as well, whom no link holds; all
-- else is of the seeds. Who is tied by circumstance does not: a colleague who does nothing would make a team a group.

SELECT
    cluster_id,
    countIf(is_seed)                             AS accounts,
    least(uniqExact(entity_id), uniqExact(payer))                     AS entities,
    least(uniqExactIf(entity_id, is_core), uniqExactIf(payer, is_core)) AS core,
    any(core_joined)                             AS core_joined,
    countIf(is_seed AND asked_millibits >= {own_millibits_min:Int32}) / accounts  AS harvesting,
    toInt32(round(avgIf(weight_millibits, is_seed)))        AS weight_millibits,
    any(rests_on)                                AS rests
FROM (
    SELECT cluster_id, account_id, is_core, is_seed, cluster_member.weight_millibits AS weight_millibits
    FROM cluster_member
    WHERE run_id = {run_id:UUID} AND (is_seed OR links = 0)
) AS member
INNER JOIN (
    SELECT
        account_id, entity_id,
        if(payment_hash != 0 AND payment_kind != 'voucher', toString(payment_hash), entity_id) AS payer
    FROM account_identity
) AS customer USING (account_id)
INNER JOIN (
    SELECT account_id, asked_millibits FROM account_mission WHERE run_id = {run_id:UUID}
) AS mission USING (account_id)
INNER JOIN (SELECT cluster_id, rests_on, core_joined FROM cluster WHERE run_id = {run_id:UUID}) AS whole USING (cluster_id)
GROUP BY cluster_id
ORDER BY cluster_id
