-- campaign_origin: through what a campaign's exchanges came, as keyed hashes.
--
-- Reads   campaign_member, exchange_origin
-- Grain   one row a kind and value, the five most widely used of each kind

SELECT
    kind,
    lower(hex(value))           AS value_hash,
    uniqExact(account_id)       AS accounts,
    count() OVER (PARTITION BY kind) AS distinct_values
FROM exchange_origin
ARRAY JOIN
    ['networks', 'addresses', 'clients']                    AS kind,
    [network_hash, address_hash, client_version_hash]       AS value
WHERE value != 0 AND account_id IN (
    SELECT account_id FROM campaign_member
    WHERE run_id = {run_id:UUID} AND campaign_id = {campaign_id:String})
GROUP BY kind, value
ORDER BY kind, accounts DESC, value
LIMIT 5 BY kind
