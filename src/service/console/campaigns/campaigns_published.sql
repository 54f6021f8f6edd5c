-- campaigns_published: the campaigns of a run, as it published them, without their members.
--
-- Reads   share
-- Grain   one row a campaign, in the order of the findings

SELECT
    JSONExtractString(campaign, 'campaign_id')                        AS campaign_id,
    JSONExtractString(campaign, 'verdict')                            AS verdict,
    JSONExtractUInt(campaign, 'confidence')                           AS confidence,
    JSONExtractString(campaign, 'rests_on')                           AS rests_on,
    JSONExtractString(campaign, 'first_seen_at')                      AS first_seen_at,
    JSONExtractString(campaign, 'last_seen_at')                       AS last_seen_at,
    arrayCount(one -> JSONExtractString(one, 'role') = 'operator',
        JSONExtractArrayRaw(campaign, 'members') AS members)          AS operators,
    length(members) - operators                                       AS beside,
    JSONExtractUInt(campaign, 'exchanges')                            AS exchanges,
    JSONExtractUInt(campaign, 'exchanges_extracting')                 AS exchanges_extracting,
    JSONExtractUInt(campaign, 'tokens_out')                           AS tokens_out,
    JSONExtractRaw(campaign, 'capabilities')                          AS capabilities,
    JSONExtract(campaign, 'succeeds', 'Array(String)')                AS succeeds,
    JSONExtractString(campaign, 'countermeasure', 'level')            AS level,
    JSONExtractString(campaign, 'countermeasure', 'needs')            AS needs
FROM (
    SELECT arrayJoin(JSONExtractArrayRaw(document, 'campaigns')) AS campaign
    FROM share
    WHERE run_id = {run_id:UUID} AND feed = 'findings'
)
