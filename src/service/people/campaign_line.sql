-- campaign_line: the campaigns of a cluster, those that an account was an operator of, or one campaign; what each goes on from, and what
-- goes on from it.
--
-- Reads   campaign, campaign_member
-- Grain   one row a campaign
--
-- Of runs that are kept. What a campaign goes on from it hands on to whatever goes on from it.

WITH named AS (
    SELECT campaign_id, succeeds
    FROM campaign
    WHERE if({subject_kind:String} = 'account',
        (run_id, campaign_id) IN (
            SELECT run_id, campaign_id FROM campaign_member WHERE account_id = {subject_id:String} AND role = 'operator'),
        {subject_id:String} = if({subject_kind:String} = 'cluster', cluster_id, campaign_id))
)
SELECT DISTINCT line AS campaign_id
FROM (
    SELECT arrayJoin(arrayPushBack(succeeds, campaign_id)) AS line FROM named
    UNION ALL
    SELECT campaign_id AS line
    FROM campaign
    WHERE hasAny(succeeds, (SELECT groupUniqArray(campaign_id) FROM named))
       OR ({subject_kind:String} = 'campaign' AND has(succeeds, {subject_id:String}))
) AS all_of_line
WHERE NOT ({subject_kind:String} = 'campaign' AND line = {subject_id:String})
ORDER BY campaign_id
LIMIT {rows_max:UInt32}
