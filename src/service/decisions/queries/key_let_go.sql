-- key_let_go: what those are known by whom nobody may touch: the API keys of accounts, the accounts of organisations.
--
-- Reads   account, exchange
-- Grain   (account_id, organization_id, api_key_id)
--
-- Both are given, not derived: they say the same while a run makes everything else anew. A key that other accounts send as
-- well is nobody's own, and comes as '': by it, whoever shares it would be let go too.

WITH
    -- One row an account, organisation and key.
    seen AS (
        SELECT DISTINCT account_id, organization_id, api_key_id
        FROM exchange
        WHERE account_id IN {accounts:Array(String)} OR organization_id IN {organizations:Array(String)}
        UNION DISTINCT
        SELECT DISTINCT account_id, organization_id, ''
        FROM account
        WHERE organization_id IN {organizations:Array(String)}
    ),
    shared AS (
        SELECT api_key_id
        FROM exchange
        WHERE api_key_id != '' AND api_key_id IN (SELECT api_key_id FROM seen)
        GROUP BY api_key_id
        HAVING uniqExact(account_id) > 1
    )
SELECT DISTINCT
    account_id, organization_id,
    if(seen.api_key_id IN (SELECT api_key_id FROM shared), '', seen.api_key_id) AS api_key_id
FROM seen
WHERE account_id != ''
ORDER BY account_id, organization_id, api_key_id
LIMIT {keys_max:UInt32} BY account_id
