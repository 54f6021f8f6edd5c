-- share_material: a campaign as the findings of a finished run have it, without its members.
--
-- Reads   run, share
-- Grain   one row, or none

SELECT
    JSONExtractString(campaign, 'campaign_id')          AS campaign_id,
    JSONExtractString(campaign, 'verdict')              AS verdict,
    JSONExtractUInt(campaign, 'confidence')             AS confidence,
    JSONExtractString(campaign, 'first_seen_at')        AS first_seen_at,
    JSONExtractString(campaign, 'last_seen_at')         AS last_seen_at,
    toUInt32(arrayCount(
        member -> JSONExtractString(member, 'role') = 'operator',
        JSONExtractArrayRaw(campaign, 'members')))      AS operators,
    JSONExtractInt(campaign, 'exchanges_extracting')    AS exchanges_extracting,
    JSONExtractRaw(campaign, 'capabilities')            AS capabilities,
    JSONExtractString(campaign, 'countermeasure', 'level')      AS level,
    JSONExtract(campaign, 'succeeds', 'Array(String)')  AS succeeded
FROM
(
    SELECT arrayJoin(JSONExtractArrayRaw(document, 'campaigns')) AS campaign
    FROM share
    WHERE run_id = {run_id:UUID} AND feed = 'findings'
      AND run_id IN (SELECT run_id FROM run WHERE finished_at IS NOT NULL)
)
WHERE JSONExtractString(campaign, 'campaign_id') = {campaign_id:String}
