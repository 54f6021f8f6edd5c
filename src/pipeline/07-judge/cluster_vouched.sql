-- cluster_vouched: clusters that a partner told of, by what is neither text nor program nor behaviour.
--
-- Reads   account_identity, cluster, cluster_member, indicator_match, indicator_received, partner_weight, reference
-- Grain   one row a cluster
--
-- An agency, a vendor with its customers, a team or a household explains why a few accounts hold a group together, and explains nothing
-- of a campaign at another provider. One exit, one text or one program may be both theirs and the campaign's, so at least four strangers, a
-- quarter of all, carry of what else was told under one name something that at most half of those do who carry any. A block of addresses is
-- one thing, whatever its days and however it was told; and what the group rests on does not speak against itself.
-- What was told under one name must aim at the cluster: half of all who carry any of it are its members, and hardly any proven
-- customer is among them. Whoever tells all exits under one name has told of nobody.
-- Only a partner for which two people vouched is asked, and that was not found wrong since.

WITH
    -- One row a member that began the cluster.
    stranger AS (
        SELECT
            cluster_id, account_id, entity_id, rests_of,
            if(payment_hash != 0 AND payment_kind != 'voucher', toString(payment_hash), entity_id) AS payer,
            least(uniqExact(entity_id) OVER (PARTITION BY cluster_id), uniqExact(payer) OVER (PARTITION BY cluster_id)) AS strangers_all
        FROM account_identity
        INNER JOIN (
            SELECT cluster_id, account_id FROM cluster_member WHERE run_id = {run_id:UUID} AND is_seed
        ) AS member USING (account_id)
        LEFT JOIN (
            SELECT cluster_id, splitByString(', ', rests_on) AS rests_of FROM cluster WHERE run_id = {run_id:UUID}
        ) AS whole USING (cluster_id)
    ),
    -- One row a told day of an exit: the block that it is in.
    exit AS (
        SELECT
            indicator_id, any(JSONExtractString(pattern, 'network')) AS network,
            if(position(network, ':') > 0,
                arrayStringConcat(arraySlice(splitByChar(':', splitByChar('/', network)[1]), 1, 3), ':'),
                arrayStringConcat(arraySlice(splitByChar('.', network), 1, 3), '.')) AS block
        FROM indicator_received
        WHERE kind = 'network-day'
          AND indicator_id IN (SELECT indicator_id FROM indicator_match WHERE run_id = {run_id:UUID})
        GROUP BY indicator_id
    ),
    -- One row a cluster, told campaign, member and pattern.
    carried AS (
        SELECT
            cluster_id, partner_id, told_campaign, entity_id, payer, strangers_all,
            if(block = '', indicator_id, block) AS thing,
            uniqExact(entity_id) OVER (PARTITION BY cluster_id, partner_id, told_campaign)          AS with_any,
            uniqExact(entity_id) OVER (PARTITION BY cluster_id, partner_id, told_campaign, thing)   AS with_it
        FROM indicator_match
        INNER JOIN stranger USING (account_id)
        LEFT JOIN exit USING (indicator_id)
        WHERE run_id = {run_id:UUID} AND kind IN ({kinds:Array(String)}) AND weight_millibits >= {weight_millibits_min:Int32}
          AND NOT has(rests_of, transform(kind, {kinds:Array(String)}, {families:Array(String)}, ''))
          AND partner_id IN (
              SELECT partner_id FROM partner_weight
              WHERE run_id = {run_id:UUID} AND NOT is_paused AND trust_millis >= {trust_millis_min:UInt16})
    ),
    -- One row a told campaign and entity that carries any of it that is worth anything.
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
    SELECT cluster_id, least(uniqExact(entity_id), uniqExact(payer)) AS strangers, any(strangers_all) AS strangers_of
    FROM carried
    WHERE with_it * 2 <= with_any AND (cluster_id, partner_id, told_campaign) IN (SELECT cluster_id, partner_id, told_campaign FROM aimed)
    GROUP BY cluster_id, partner_id, told_campaign
    HAVING strangers >= {strangers_min:UInt32} AND strangers * 4 >= strangers_of
) AS vouched
ORDER BY cluster_id
