-- key_let_go: what those are known by whom nobody may touch: the API keys of accounts, the accounts of organisations.
--
-- Reads   account, exchange
-- Grain   (account_id, organization_id, api_key_id)
--
-- Both are given, not derived: they say the same while a run makes everything else anew.

SELECT account_id, organization_id, api_key_id
FROM (
    SELECT DISTINCT account_id, organization_id, api_key_id
    FROM exchange
    WHERE account_id IN {accounts:Array(String)} OR organization_id IN {organizations:Array(String)}
    UNION DISTINCT
    SELECT DISTINCT account_id, organization_id, ''
    FROM account
    WHERE organization_id IN {organizations:Array(String)}
)
WHERE account_id != ''
ORDER BY account_id, organization_id, api_key_id
LIMIT {keys_max:UInt32} BY account_id
