-- campaign_cluster: the clusters that were judged to be campaigns.
--
-- Reads   verdict, cluster_member, exchange
-- Grain   one row a cluster
--
-- A new campaign is called after its earliest exchange. One without operators is none: all who are in it have a history of their own,
-- or people let them go.

SELECT
    cluster_id, verdict, confidence, linkage, extraction, rests_on, cause_millibits,
    argMin(exchange_id, (received_at, exchange_id)) AS earliest_exchange
FROM (
    SELECT
        subject_id AS cluster_id, verdict, confidence, linkage, extraction,
        reasons[1] AS rests_on, toInt32OrZero(reasons[2]) AS cause_millibits
    FROM verdict
    WHERE run_id = {run_id:UUID} AND subject_kind = 'cluster' AND verdict IN ('review', 'act')
      AND subject_id IN (
          SELECT reasons[2] FROM verdict
          WHERE run_id = {run_id:UUID} AND subject_kind = 'account' AND reasons[1] = 'operator')
) AS judged
INNER JOIN (
    SELECT cluster_id, account_id FROM cluster_member WHERE run_id = {run_id:UUID} AND is_seed
) AS member USING (cluster_id)
GLOBAL INNER JOIN (
    SELECT account_id, min(received_at) AS received_at, argMin(exchange_id, (exchange.received_at, exchange_id)) AS exchange_id
    FROM exchange
    GROUP BY account_id
) AS first_exchange USING (account_id)
GROUP BY cluster_id, verdict, confidence, linkage, extraction, rests_on, cause_millibits
ORDER BY cluster_id
