-- campaign_named: the campaigns of runs that are kept whose id is or begins with what somebody wrote; the one that it is first.
--
-- Reads   campaign
-- Grain   one row a campaign

SELECT DISTINCT campaign_id
FROM campaign
WHERE startsWith(campaign_id, {named:String})
ORDER BY campaign_id != {named:String}, campaign_id
LIMIT {rows_max:UInt32}
