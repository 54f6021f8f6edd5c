-- evidence_alike: what ties the members to a campaign that no link holds and that are alike instead.
--
-- Reads   campaign, campaign_member, cluster, cluster_member, cluster_tie
-- Grain   one row a campaign that has such members
--
-- An account may be tied to several cores; its best tie is told. `weight_typical` is that of the text, over
-- chance among the quiet.

WITH
    -- One row a member without links.
    alike AS (
        SELECT campaign_id, account_id, is_own_group
        FROM campaign_member
        INNER JOIN (SELECT campaign_id, cluster_id FROM campaign WHERE run_id = {run_id:UUID}) AS named
            USING (campaign_id)
        INNER JOIN (
            SELECT cluster_id, account_id FROM cluster_member WHERE run_id = {run_id:UUID} AND links = 0
        ) AS held USING (cluster_id, account_id)
        INNER JOIN (
            SELECT cluster_id, cluster.links = 0 AS is_own_group FROM cluster WHERE run_id = {run_id:UUID}
        ) AS whole USING (cluster_id)
        WHERE run_id = {run_id:UUID} AND role = 'operator'
    ),
    -- One row an account: its texts, and how many of the traits of its pace the core has oftener than peers.
    tie AS (
        SELECT
            account_id,
            maxIf(weight_millibits, linker = 'template-family')                       AS text_millibits,
            argMaxIf(peer_sharing, weight_millibits, linker = 'template-family')      AS peers_sharing,
            max(peer_accounts)                                                        AS peers,
            uniqExactIf(linker, family = 'pace' AND weight_millibits > 0)             AS traits
        FROM cluster_tie
        WHERE run_id = {run_id:UUID} AND account_id IN (SELECT account_id FROM alike)
        GROUP BY account_id
        HAVING countIf(family = 'pace') > 0
    )
SELECT
    campaign_id,
    count()                                          AS accounts,
    max(is_own_group)                                AS is_group,
    toUInt32(quantileExactLow(0.5)(peers_sharing))   AS peers_sharing_typical,
    max(peers)                                       AS peers_all,
    toUInt32(quantileExactLow(0.5)(traits))          AS traits_typical,
    toInt32(quantileExactLow(0.5)(text_millibits))   AS weight_typical
FROM alike
INNER JOIN tie USING (account_id)
GROUP BY campaign_id
ORDER BY campaign_id
