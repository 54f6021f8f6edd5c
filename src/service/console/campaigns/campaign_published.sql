-- campaign_published: one campaign of a run, as it published it.
--
-- Reads   share
-- Grain   one row, or none

SELECT campaign
FROM (
    SELECT arrayJoin(JSONExtractArrayRaw(document, 'campaigns')) AS campaign
    FROM share
    WHERE run_id = {run_id:UUID} AND feed = 'findings'
)
WHERE JSONExtractString(campaign, 'campaign_id') = {campaign_id:String}
