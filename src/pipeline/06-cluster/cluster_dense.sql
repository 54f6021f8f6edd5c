-- cluster_dense: clusters most of whose accounts work in far denser sittings than customers do.
--
-- Reads   account_mission, account_profile, cluster_member, reference
-- Grain   one row a cluster
--
-- A queue that is dealt out over a pool leaves each account a little at a time, so that it looks like a customer.
-- Whoever runs a script over a list of his own, as the readers of a tutorial do, works through it in a few
-- sittings. Dense is more than so many times the exchanges to an hour of work that half of the proven customers have.

WITH
    proven AS (
        SELECT account_id FROM account_mission
        WHERE run_id = {run_id:UUID} AND exchanges >= {shown_exchanges_min:UInt32}
          AND account_id IN (SELECT account_id FROM reference WHERE run_id = {run_id:UUID})
    ),
    -- One row an account: its hours of work for each exchange.
    working AS (
        SELECT account_id, sum(arrayCount(h -> h > 0, hours)) / sum(exchanges) AS apart
        FROM account_profile
        GROUP BY account_id
    ),
    (
        SELECT if(count() < {proven_min:UInt32}, 0, quantileExact(0.5)(apart) / {denser:Float64})
        FROM working
        INNER JOIN proven USING (account_id)
    ) AS apart_min
SELECT cluster_id
FROM cluster_member
INNER JOIN working USING (account_id)
WHERE run_id = {run_id:UUID} AND is_seed
GROUP BY cluster_id
HAVING countIf(apart < apart_min) * 2 > count()
ORDER BY cluster_id
