-- account_company: the organisations and API keys that an account was seen with.
--
-- Reads   account, exchange
-- Grain   (kind, id)

SELECT DISTINCT 'organization' AS kind, organization_id AS id
FROM account
WHERE account_id = {account_id:String} AND organization_id != ''
UNION DISTINCT
SELECT DISTINCT 'organization', organization_id
FROM exchange
WHERE account_id = {account_id:String} AND organization_id != ''
UNION DISTINCT
SELECT DISTINCT 'api_key', api_key_id
FROM exchange
WHERE account_id = {account_id:String} AND api_key_id != ''
