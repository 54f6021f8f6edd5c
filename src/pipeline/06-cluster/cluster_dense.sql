-- cluster_dense: clusters most of whose accounts work in far denser sittings than customers do.
--
-- Reads   account_mission, account_profile, cluster_member, reference
-- Grain   one row a cluster
--
-- A queue that is dealt out over a pool leaves each account a little at a time, so that it looks like a customer.
-- Whoever runs a script over a list of his own, as the readers of a tutorial do, works through it in a few
-- sittings. Dense is more than so many times the exchanges to an hour of work that half of the proven customers have. The
-- busiest quarter of an account's hours is left out, or a pool could look so by an hour of fillers.

WITH
    proven AS (
        SELECT account_id FROM account_mission
        WHERE run_id = {run_id:UUID} AND exchanges >= {shown_exchanges_min:UInt32}
          AND account_id IN (SELECT account_id FROM reference WHERE run_id = {run_id:UUID})
    ),
    -- One row an account: its exchanges in each hour of work, the busiest last, and their mean.
    working AS (
        SELECT
            account_id, arraySort(arrayFilter(h -> h > 0, groupArrayArray(hours))) AS busy,
            arrayAvg(arraySlice(busy, 1, intDiv(3 * length(busy) + 3, 4))) AS an_hour
        FROM account_profile
        GROUP BY account_id
    ),
    (
        SELECT if(count() < {proven_min:UInt32}, inf, {denser:Float64} * quantileExact(0.5)(an_hour))
        FROM working
        INNER JOIN proven USING (account_id)
    ) AS an_hour_max
SELECT cluster_id
FROM cluster_member
INNER JOIN working USING (account_id)
WHERE run_id = {run_id:UUID} AND is_seed
GROUP BY cluster_id
HAVING countIf(an_hour > an_hour_max) * 2 > count()
ORDER BY cluster_id
