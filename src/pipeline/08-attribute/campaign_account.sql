-- campaign_account: the judged accounts of each cluster, with how firmly they are tied to it.
--
-- Reads   verdict, cluster_member
-- Grain   one row an account

SELECT
    reasons[2] AS cluster_id, subject_id AS account_id, reasons[1] AS standing,
    is_core, weight_millibits
FROM verdict
INNER JOIN (
    SELECT cluster_id, account_id, is_core, weight_millibits FROM cluster_member WHERE run_id = {run_id:UUID}
) AS member ON member.account_id = verdict.subject_id
WHERE run_id = {run_id:UUID} AND subject_kind = 'account' AND reasons[1] IN ('operator', 'customer', 'victim')
  AND member.cluster_id = reasons[2]
ORDER BY cluster_id, account_id
