-- cluster_pace: how far accounts that send a cluster's texts keep its pace.
--
-- Reads   account_identity, account_mission, account_profile, cluster, cluster_member, cluster_tie, reference,
--         template_slot
-- Writes  cluster_tie
-- Grain   (run_id, cluster_id, account_id, linker), a linker for each trait of the pace
--
-- A queue that is dealt out over a pool gives its accounts one pace, around the clock and on most days. A
-- developer or a researcher who sends the same public text works in sittings of his own. So of each trait,
-- in coarse steps, m is the share of the core in the account's step, and u that of the peers: proven
-- customers with a mission. u is shrunk towards everybody outside, m towards u. Of the age, u is of everybody.

INSERT INTO cluster_tie (
    run_id, cluster_id, account_id, linker, family, weight_millibits, core_sharing, core_accounts,
    quiet_sharing, quiet_accounts, peer_sharing, peer_accounts
)
WITH
    mission AS (
        SELECT
            account_id, mission_millibits >= {mission_millibits_min:Int32} AS is_harvest,
            is_harvest OR exchanges < {shown_exchanges_min:UInt32} AS may_harvest
        FROM account_mission
        WHERE run_id = {run_id:UUID}
    ),
    seed AS (
        SELECT cluster_id, account_id FROM cluster_member WHERE run_id = {run_id:UUID} AND is_seed
    ),
    -- One row a core member of a cluster that harvests, rests on more than one cause, and deals its work out.
    core AS (
        SELECT cluster_id, account_id, core_all
        FROM seed
        INNER JOIN (
            SELECT cluster_id, count() AS core_all
            FROM seed
            INNER JOIN mission USING (account_id)
            WHERE cluster_id IN (SELECT cluster_id FROM cluster WHERE run_id = {run_id:UUID} AND rests_on IN ('', 'work handed on'))
              AND cluster_id NOT IN ({dense:Array(String)})
            GROUP BY cluster_id
            HAVING core_all >= {core_min:UInt32} AND countIf(is_harvest) * 2 >= core_all
        ) AS size USING (cluster_id)
    ),
    -- One row an account outside all clusters.
    outside AS (
        SELECT
            account_id,
            is_harvest AND account_id IN (SELECT account_id FROM reference WHERE run_id = {run_id:UUID}) AS is_peer
        FROM mission
        WHERE account_id NOT IN (SELECT account_id FROM seed)
    ),
    -- One row an account and trait of its pace, in coarse steps.
    trait AS (
        SELECT account_id, step.1 AS name, step.2 AS value
        FROM (
            SELECT
                account_id, sum(exchanges) AS sent, uniqExact(profile_date) AS days,
                sum(arrayCount(h -> h > 0, hours))       AS hours_active,
                arrayCount(h -> h > 0, sumForEach(hours)) AS hours_of_day
            FROM account_profile
            GROUP BY account_id
        )
        ARRAY JOIN [
            ('hours of day', roundDown(toFloat64(hours_of_day), [0., 2, 4, 7, 10, 13, 17, 20])),
            ('days', roundDown(toFloat64(days), [0., 2, 4, 6, 8, 10, 15, 20])),
            ('sittings', roundDown(hours_active / sent, [0., 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8])),
            ('volume', roundDown(toFloat64(sent), [0., 5, 10, 20, 40, 80, 160, 320]))] AS step
        UNION ALL
        SELECT account_id, 'age', roundDown(toFloat64(greatest(0, dateDiff('day', created_at,
            {window_end:DateTime64(3)}))), [0., 7, 14, 30, 60, 120, 240, 480, 960])
        FROM account_identity
        WHERE is_known
        UNION ALL
        -- A pool deals its slots out; people try the same riddles. To have slots of one's own says nothing.
        SELECT account_id, 'slots of its own', roundDown(countIf(senders = 1) / count(), [0., 0.3, 0.6, 0.9])
        FROM template_slot
        WHERE run_id = {run_id:UUID}
        GROUP BY account_id
    ),
    -- One row a trait and step: how usual it is.
    usual AS (
        SELECT
            name, value, countIf(is_peer AND name != 'age') AS peers_here,
            sum(peers_here) OVER (PARTITION BY name) AS peers_all,
            (peers_here + {prior_peers:UInt32} * count() / sum(count()) OVER (PARTITION BY name))
                / (peers_all + {prior_peers:UInt32}) AS u
        FROM trait
        INNER JOIN outside USING (account_id)
        GROUP BY name, value
    ),
    -- One row a cluster, trait and step of its core.
    shown AS (
        SELECT cluster_id, name, value, count() AS core_here
        FROM trait
        INNER JOIN core USING (account_id)
        GROUP BY cluster_id, name, value
    ),
    -- One row a cluster and account outside that sends its texts, and asks for what trains or for too little to
    -- tell: a pool of thousands with four requests each shows no mission in any of them.
    sender AS (
        SELECT cluster_id, account_id, any(core_all) AS core_all
        FROM (
            SELECT cluster_id, account_id FROM cluster_tie
            WHERE run_id = {run_id:UUID} AND linker = 'template-family'
        ) AS tie
        INNER JOIN (SELECT DISTINCT cluster_id, core_all FROM core) AS size USING (cluster_id)
        INNER JOIN mission USING (account_id)
        WHERE may_harvest
        GROUP BY cluster_id, account_id
    )
SELECT
    {run_id:UUID}, cluster_id, account_id, concat('pace: ', name), 'pace',
    toInt32(round(1000 * least(if(name = 'slots of its own', 0, 20),
        log2((core_here + {prior_core:UInt32} * u) / (core_all + {prior_core:UInt32}) / u)))),
    core_here, core_all, 0, 0, peers_here, (SELECT countIf(is_peer) FROM outside)
FROM sender
INNER JOIN trait USING (account_id)
INNER JOIN usual USING (name, value)
LEFT JOIN shown USING (cluster_id, name, value)
