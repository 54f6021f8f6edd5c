-- account_search: the accounts that some text names: one by its id or the beginning of it, those of an organisation, of a campaign, of a key.
--
-- Reads   account_identity, campaign_member, verdict, exchange
-- Grain   one row an account

WITH
    of_key AS (
        SELECT DISTINCT account_id FROM exchange
        WHERE api_key_id = {name:String} AND {name:String} != ''
        LIMIT {rows_max:UInt32}
    ),
    of_campaign AS (
        SELECT account_id FROM campaign_member
        WHERE run_id = {run_id:UUID} AND campaign_id = {name:String}
    ),
    hits AS (
        SELECT
            account_id,
            entity_id,
            toString(plan)   AS plan,
            toString(status) AS status,
            multiIf(account_id = {name:String}, 'account', account_id IN (of_key), 'key',
                    account_id IN (of_campaign), 'campaign', entity_id = {name:String}, 'organisation', 'beginning') AS found_by
        FROM account_identity
        WHERE startsWith(account_id, {name:String}) OR entity_id = {name:String}
           OR account_id IN (of_key) OR account_id IN (of_campaign)
        ORDER BY account_id != {name:String}, found_by = 'beginning', account_id
        LIMIT {rows_max:UInt32}
    ),
    judged AS (
        SELECT subject_id AS account_id, toString(verdict) AS verdict
        FROM verdict
        WHERE run_id = {run_id:UUID} AND subject_kind = 'account'
          AND subject_id IN (SELECT account_id FROM hits)
    ),
    held AS (
        SELECT account_id, any(campaign_id) AS campaign_id, toString(any(role)) AS role
        FROM campaign_member
        WHERE run_id = {run_id:UUID} AND account_id IN (SELECT account_id FROM hits)
        GROUP BY account_id
    )
SELECT
    account_id, entity_id, plan, status, found_by,
    -- A customer or victim of a campaign is nobody to act on.
    multiIf(role IN ('customer', 'victim'), 'watch', verdict = '', 'clear', verdict) AS verdict,
    campaign_id, role
FROM hits
LEFT JOIN judged USING (account_id)
LEFT JOIN held USING (account_id)
ORDER BY account_id != {name:String}, found_by = 'beginning', account_id
