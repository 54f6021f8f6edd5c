-- marked_value: what accounts of which more is known by now have signed up with.
--
-- Reads   account_identity, account_event, campaign_member
-- Grain   one row an account and value of a channel that names somebody, or who pays
--
-- Operators alone: whoever bought access of one, or whose key was stolen, is not marked by it. An address, a number and a
-- document count where the account proved who it is: anybody may write down those of somebody else.

WITH
    operator AS (
        SELECT DISTINCT account_id
        FROM campaign_member
        WHERE run_id = {run_id:UUID} AND role = 'operator'
    ),
    -- One row an account: whether it is suspended by what happened to it last, where anything did.
    happened AS (
        SELECT account_id, argMax(kind, occurred_at) = 'suspended' AS is_suspended
        FROM account_event
        WHERE kind IN ('suspended', 'reinstated')
        GROUP BY account_id
    )
SELECT
    account_id,
    if(account_id IN (operator), 'campaign', 'suspended') AS mark,
    named.1 AS channel,
    lower(hex(named.2)) AS value
FROM account_identity
LEFT JOIN happened USING (account_id)
LEFT ARRAY JOIN arrayFilter(one -> one.2 != 0, [
    ('mail', is_verified * email_hash), ('phone', is_verified * phone_hash),
    ('document', is_verified * document_hash), ('payment', payment_hash),
    ('billing', billing_address_hash), ('mail_domain', if(email_kind = 'private', email_domain_hash, 0))
]) AS named
WHERE account_id IN (operator) OR is_suspended OR (status = 'suspended' AND happened.account_id = '')
ORDER BY account_id, channel
