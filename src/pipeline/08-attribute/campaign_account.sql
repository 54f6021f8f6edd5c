-- campaign_account: the judged accounts of each cluster, with how firmly they are tied to it and what was taken
-- through each.
--
-- Reads   account_profile, campaign, campaign_mark, campaign_taken, cluster_member, template_slot, verdict
-- Grain   one row an account
--
-- `campaign_taken_share` is what the pool takes of all that it is answered; whoever owns a key besides counts
-- for neither.

SELECT
    campaign_id, account_id, standing, verdict, is_core, weight_millibits, answered, ordinary,
    toUInt64(taken_thousandths / 1000 + 0.5) AS taken,
    sumIf(taken_thousandths, standing = 'operator') OVER (PARTITION BY campaign_id)
        / 1000 / greatest(1, sumIf(answered, standing = 'operator') OVER (PARTITION BY campaign_id)) AS campaign_taken_share
FROM (
    SELECT campaign_id, subject_id AS account_id, reasons[1] AS standing, verdict.verdict AS verdict, cluster_id
    FROM verdict
    INNER JOIN (SELECT campaign_id, cluster_id FROM campaign WHERE run_id = {run_id:UUID}) AS named
        ON cluster_id = reasons[2]
    WHERE run_id = {run_id:UUID} AND subject_kind = 'account' AND reasons[1] IN ('operator', 'customer', 'victim')
) AS judged
INNER JOIN (
    SELECT cluster_id, account_id, is_core, weight_millibits FROM cluster_member WHERE run_id = {run_id:UUID}
) AS member USING (cluster_id, account_id)
LEFT JOIN (
    SELECT account_id, sum(served) - least(sum(served), sum(refused)) AS answered
    FROM account_profile
    GROUP BY account_id
) AS sent USING (account_id)
LEFT JOIN (
    SELECT campaign_id, account_id, sum(toUInt64(share_thousandths)) AS taken_thousandths
    FROM campaign_taken
    WHERE run_id = {run_id:UUID}
    GROUP BY campaign_id, account_id
) AS taken USING (campaign_id, account_id)
LEFT JOIN (
    SELECT campaign_id, account_id, sum(template_slot.exchanges) AS ordinary
    FROM template_slot
    INNER JOIN (
        SELECT campaign_id, value_hash AS family_id
        FROM campaign_mark
        WHERE run_id = {run_id:UUID} AND kind = 'family' AND weight_millibits < {ordinary_millibits_max:Int32}
    ) AS everybodys USING (family_id)
    WHERE run_id = {run_id:UUID}
    GROUP BY campaign_id, account_id
) AS lived USING (campaign_id, account_id)
ORDER BY campaign_id, account_id
