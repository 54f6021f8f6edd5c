-- cluster_facts: each cluster with what its linkage is judged by.
--
-- Reads   cluster, cluster_member, link, account_identity
-- Grain   one row a cluster

WITH
    -- One row a core member: the two best controlled links that it has inside.
    held AS (
        SELECT cluster_id, account_id, arraySlice(arrayReverseSort(groupArray(weight_millibits)), 1, 2) AS best
        FROM (
            SELECT member.cluster_id AS cluster_id, member.account_id AS account_id, weight_millibits
            FROM (
                SELECT arrayJoin([(account_a, account_b), (account_b, account_a)]) AS ends,
                       ends.1 AS holder, ends.2 AS partner, weight_millibits
                FROM link
                WHERE run_id = {run_id:UUID} AND is_controlled
            ) AS tie
            INNER JOIN (
                SELECT cluster_id, account_id FROM cluster_member WHERE run_id = {run_id:UUID} AND is_core
            ) AS member ON member.account_id = tie.holder
            INNER JOIN (
                SELECT cluster_id, account_id FROM cluster_member WHERE run_id = {run_id:UUID} AND is_core
            ) AS mate ON mate.account_id = tie.partner AND mate.cluster_id = member.cluster_id
        ) AS tied
        GROUP BY cluster_id, account_id
    )
SELECT
    cluster_id,
    count()                                            AS accounts,
    -- Strangers are counted by name and by purse, and the fewer count: a firm, a school or an agency that
    -- pays for all its accounts with one card is one customer.
    least(uniqExact(entity_id), uniqExact(if(payment_hash != 0 AND payment_kind != 'voucher', toString(payment_hash), entity_id)))
                                                       AS entities,
    toInt32(round(avg(arraySum(best) / length(best)))) AS weight_millibits
FROM held
INNER JOIN account_identity USING (account_id)
GROUP BY cluster_id
ORDER BY cluster_id
