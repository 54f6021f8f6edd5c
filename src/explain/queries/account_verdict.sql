-- account_verdict: what one run concluded of one account, and the cluster and campaign it is in.
--
-- Reads   verdict, cluster_member, cluster, campaign_member
-- Grain   one row
--
-- Of a cluster that was judged clear nothing is stored: its verdict is '' then, and its evidence 0.

SELECT
    -- A customer or victim of a campaign is nobody to act on, whatever was judged before that was known.
    (SELECT any(tuple(
         if(held.role IN ('customer', 'victim'), 'watch', toString(verdict)),
         if(held.role IN ('customer', 'victim'), least(confidence, 49), confidence),
         linkage, extraction, extraction_millibits, reasons, toString(held.role)))
     FROM verdict
     LEFT JOIN (SELECT account_id, role FROM campaign_member WHERE run_id = {run_id:UUID}) AS held
         ON held.account_id = verdict.subject_id
     WHERE run_id = {run_id:UUID} AND subject_kind = 'account' AND subject_id = {account_id:String}) AS judged,
    (SELECT groupArray(tuple(cluster_id, is_core, weight_millibits, links, is_seed))
     FROM cluster_member
     WHERE run_id = {run_id:UUID} AND account_id = {account_id:String})                              AS clusters,
    (SELECT groupArray(tuple(
         cluster_id, accounts, links, weight_millibits, if(links = 0, 'likeness', toString(rests_on)),
         extraction_millibits, toString(verdict), linkage, extraction))
     FROM cluster
     LEFT JOIN (
         SELECT subject_id AS cluster_id, verdict, extraction_millibits, linkage, extraction
         FROM verdict
         WHERE run_id = {run_id:UUID} AND subject_kind = 'cluster'
     ) AS whole USING (cluster_id)
     WHERE run_id = {run_id:UUID} AND cluster_id IN (
         SELECT cluster_id FROM cluster_member
         WHERE run_id = {run_id:UUID} AND account_id = {account_id:String}))                         AS cluster_sizes,
    (SELECT groupArray(tuple(campaign_id, role, membership))
     FROM campaign_member
     WHERE run_id = {run_id:UUID} AND account_id = {account_id:String})                              AS campaigns
