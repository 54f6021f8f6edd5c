-- graph_node: the accounts around one campaign or one account.
--
-- Reads   campaign_member, link, verdict
-- Grain   one row an account

WITH
    near AS (
        SELECT
            if(account_a = {account_id:String}, account_b, account_a) AS account_id,
            max(weight_millibits)                                     AS nearness
        FROM link
        WHERE run_id = {run_id:UUID} AND weight_millibits >= {millibits_min:Int32}
          AND {account_id:String} != ''
          AND (account_a = {account_id:String} OR account_b = {account_id:String})
        GROUP BY account_id
    ),
    chosen AS (
        SELECT account_id, toFloat64(membership) AS nearness FROM campaign_member
        WHERE run_id = {run_id:UUID} AND campaign_id = {campaign_id:String} AND {campaign_id:String} != ''
        UNION ALL
        SELECT account_id, toFloat64(nearness) AS nearness FROM near
        UNION ALL
        SELECT {account_id:String} AS account_id, inf AS nearness WHERE {account_id:String} != ''
    ),
    held AS (
        SELECT account_id, any(campaign_id) AS campaign_id, toString(any(role)) AS role
        FROM campaign_member
        WHERE run_id = {run_id:UUID} AND account_id IN (SELECT account_id FROM chosen)
        GROUP BY account_id
    ),
    judged AS (
        SELECT subject_id AS account_id, toString(verdict) AS verdict
        FROM verdict
        WHERE run_id = {run_id:UUID} AND subject_kind = 'account'
          AND subject_id IN (SELECT account_id FROM chosen)
    )
SELECT
    account_id,
    if(verdict = '', 'clear', verdict) AS verdict,
    role, campaign_id,
    toUInt32(count() OVER ())          AS nodes_all
FROM (SELECT account_id, max(nearness) AS nearness FROM chosen GROUP BY account_id) AS picked
LEFT JOIN held USING (account_id)
LEFT JOIN judged USING (account_id)
ORDER BY nearness DESC, account_id
LIMIT {nodes_max:UInt32}
