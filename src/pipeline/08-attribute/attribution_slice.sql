-- attribution_slice: the traffic of each campaign in slices: by what it teaches, by channel and by fixed text.
--
-- Reads   campaign_member, campaign_taken, exchange, exchange_fingerprint, exchange_template
-- Grain   one row a campaign, kind of slice and slice
--
-- Of the largest slices of each kind. Whom a slice serves is another question than who runs the accounts: a reseller's
-- ordinary customers are no laboratory.

WITH
    member AS (SELECT campaign_id, account_id, role FROM campaign_member WHERE run_id = {run_id:UUID}),
    taken AS (
        SELECT account_id, exchange_id, toUInt64(share_thousandths) AS share
        FROM campaign_taken
        WHERE run_id = {run_id:UUID}
    ),
    -- One row an exchange of a member.
    sent AS (
        SELECT
            campaign_id, exchange.account_id AS account_id, role, share,
            toString(capability) AS capability_name, toString(channel) AS channel_name, family
        FROM exchange
        INNER JOIN (
            SELECT account_id, exchange_id, capability FROM exchange_fingerprint
            WHERE account_id GLOBAL IN (SELECT account_id FROM member)
        ) AS prints ON prints.account_id = exchange.account_id AND prints.exchange_id = exchange.exchange_id
        LEFT JOIN (
            SELECT account_id, exchange_id, toString(family_id) AS family FROM exchange_template
            WHERE run_id = {run_id:UUID} AND part = 2 AND account_id GLOBAL IN (SELECT account_id FROM member)
        ) AS told ON told.account_id = exchange.account_id AND told.exchange_id = exchange.exchange_id
        GLOBAL INNER JOIN member ON member.account_id = exchange.account_id
        GLOBAL LEFT JOIN taken ON taken.account_id = exchange.account_id AND taken.exchange_id = exchange.exchange_id
    ),
    -- One row a campaign and slice.
    sliced AS (
        SELECT
            campaign_id, slice.1 AS kind, slice.2 AS name,
            count() AS exchanges, intDiv(sum(share) + 500, 1000) AS exchanges_taken,
            uniqExactIf(account_id, role = 'operator') AS operators, countIf(role != 'operator') AS bystanding
        FROM (
            SELECT
                campaign_id, account_id, role, share,
                arrayJoin([
                    ('capability', capability_name), ('channel', channel_name), ('template', family)]) AS slice
            FROM sent
        )
        WHERE slice.2 != ''
        GROUP BY campaign_id, kind, name
        HAVING exchanges >= {exchanges_min:UInt32}
    ),
    whole AS (
        SELECT campaign_id, countIf(role = 'operator') AS operators_all FROM member GROUP BY campaign_id
    )
SELECT campaign_id, kind, name, exchanges, exchanges_taken, operators, operators_all, bystanding
FROM sliced
INNER JOIN whole USING (campaign_id)
ORDER BY campaign_id, kind, exchanges DESC, name
LIMIT {slices_max:UInt32} BY campaign_id, kind
