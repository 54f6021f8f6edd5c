-- spared: accounts of the cluster that a campaign was made of, who are no members of it.
--
-- Reads   campaign, campaign_member, cluster_member, verdict
-- Grain   one row an account, those that look most like it first

SELECT
    member.account_id                                AS account_id,
    ifNull(nullIf(any(toString(verdict.verdict)), ''), 'none') AS standing,
    any(verdict.reasons)                             AS reasons,
    toUInt32(count() OVER ())                        AS accounts
FROM (
    SELECT account_id, weight_millibits
    FROM cluster_member
    WHERE run_id = {run_id:UUID}
      AND cluster_id IN (
          SELECT cluster_id FROM campaign WHERE run_id = {run_id:UUID} AND campaign_id = {campaign_id:String})
      AND account_id NOT IN (
          SELECT account_id FROM campaign_member
          WHERE run_id = {run_id:UUID} AND campaign_id = {campaign_id:String})
) AS member
LEFT JOIN (
    SELECT subject_id, verdict, reasons FROM verdict
    WHERE run_id = {run_id:UUID} AND subject_kind = 'account'
) AS verdict ON verdict.subject_id = member.account_id
GROUP BY member.account_id
ORDER BY max(member.weight_millibits) DESC, account_id
LIMIT 200
