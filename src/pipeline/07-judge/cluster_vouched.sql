-- cluster_vouched: clusters that a partner told of, by what is neither text nor program.
--
-- Reads   account_identity, cluster_member, indicator_match, partner_weight, reference
-- Grain   one row a cluster
--
-- An agency, a vendor with its customers, a team or a household explains why a few accounts hold a group together, and explains nothing
-- of a campaign at another provider. One text, one program or one exit may be both theirs and the campaign's, so at least four strangers
-- carry what else was told under one name, a quarter of all, and no pattern is what more than half of those four have.
-- What was told under one name must aim at the cluster: half of all who carry any of it are its members, and hardly any proven
-- customer is among them. Whoever tells all exits under one name has told of nobody.
-- Only a partner for which two people vouched is asked, and that was not found wrong since.

WITH
    -- One row a member that began the cluster.
    stranger AS (
        SELECT
            cluster_id, account_id, entity_id,
            if(payment_hash != 0 AND payment_kind != 'voucher', toString(payment_hash), entity_id) AS payer,
            least(uniqExact(entity_id) OVER (PARTITION BY cluster_id), uniqExact(payer) OVER (PARTITION BY cluster_id)) AS strangers_all
        FROM account_identity
        INNER JOIN (
            SELECT cluster_id, account_id FROM cluster_member WHERE run_id = {run_id:UUID} AND is_seed
        ) AS member USING (account_id)
    ),
    -- One row a cluster, told campaign, member and pattern.
    carried AS (
        SELECT
            cluster_id, partner_id, told_campaign, entity_id, payer, strangers_all,
            uniqExact(entity_id) OVER (PARTITION BY cluster_id, partner_id, told_campaign, indicator_id) AS with_it
        FROM indicator_match
        INNER JOIN stranger USING (account_id)
        WHERE run_id = {run_id:UUID} AND kind IN ({kinds:Array(String)}) AND weight_millibits >= {weight_millibits_min:Int32}
          AND partner_id IN (
              SELECT partner_id FROM partner_weight
              WHERE run_id = {run_id:UUID} AND NOT is_paused AND trust_millis >= {trust_millis_min:UInt16})
    ),
    -- One row a told campaign and entity that carries any of it, however little that is worth.
    carrier AS (
        SELECT
            partner_id, told_campaign, entity_id, groupUniqArrayArray(clusters) AS clusters_of,
            max(account_id IN (SELECT account_id FROM reference WHERE run_id = {run_id:UUID})) AS is_proven
        FROM indicator_match
        INNER JOIN account_identity USING (account_id)
        LEFT JOIN (
            SELECT account_id, groupUniqArray(cluster_id) AS clusters FROM cluster_member WHERE run_id = {run_id:UUID} GROUP BY account_id
        ) AS member USING (account_id)
        WHERE run_id = {run_id:UUID} AND kind IN ({kinds:Array(String)})
        GROUP BY partner_id, told_campaign, entity_id
    ),
    -- One row a told campaign and cluster at which it aims.
    aimed AS (
        SELECT partner_id, told_campaign, cluster_id
        FROM carrier
        ARRAY JOIN clusters_of AS cluster_id
        INNER JOIN (
            SELECT partner_id, told_campaign, count() AS carriers_all, countIf(is_proven) AS carriers_proven
            FROM carrier
            GROUP BY partner_id, told_campaign
        ) AS told USING (partner_id, told_campaign)
        WHERE carriers_proven <= {common_share:Float64} * (SELECT uniqExact(entity_id) FROM reference WHERE run_id = {run_id:UUID})
        GROUP BY partner_id, told_campaign, cluster_id
        HAVING count() * 2 >= any(carriers_all)
    )
SELECT DISTINCT cluster_id
FROM (
    SELECT
        cluster_id, least(uniqExact(entity_id), uniqExact(payer)) AS strangers,
        any(strangers_all) AS strangers_of, max(with_it) AS with_one
    FROM carried
    WHERE (cluster_id, partner_id, told_campaign) IN (SELECT cluster_id, partner_id, told_campaign FROM aimed)
    GROUP BY cluster_id, partner_id, told_campaign
    HAVING strangers >= {strangers_min:UInt32} AND strangers * 4 >= strangers_of AND with_one * 2 <= strangers
) AS vouched
ORDER BY cluster_id
