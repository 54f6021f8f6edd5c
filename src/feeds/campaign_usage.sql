-- campaign_usage: which models a campaign asks and through which channels.
--
-- Reads   campaign_member, exchange
-- Grain   one row a kind and name, the eight most used of each kind

SELECT kind, name, count() AS exchanges
FROM exchange
ARRAY JOIN
    ['models', 'channels']                      AS kind,
    [toString(model), toString(channel)]        AS name
WHERE name != '' AND account_id IN (
    SELECT account_id FROM campaign_member
    WHERE run_id = {run_id:UUID} AND campaign_id = {campaign_id:String})
GROUP BY kind, name
ORDER BY kind, exchanges DESC, name
LIMIT 8 BY kind
