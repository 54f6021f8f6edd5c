-- campaign_template_sample: texts that carry the families of a campaign, to tell what is fixed in them.
--
-- Reads   campaign_member, exchange_template, exchange
-- Grain   one row a family and account, at most 20 a family
--
-- Of operators alone: a victim's or a customer's texts are nobody's business here. One text an account,
-- since texts of one account may share more than the template. The choice is by hash of the exchange's
-- id, so that it is the same every time and is not the first day's.

WITH
    -- One row an exchange that carries a family.
    carried AS (
        SELECT account_id, exchange_id, argMin((family_id, part), (part = 1, part)) AS chosen
        FROM exchange_template
        WHERE run_id = {run_id:UUID} AND account_id IN (
            SELECT account_id FROM campaign_member
            WHERE run_id = {run_id:UUID} AND campaign_id = {campaign_id:String} AND role = 'operator')
        GROUP BY account_id, exchange_id
    ),
    -- One row a family and account.
    sampled AS (
        SELECT
            chosen.1 AS family, chosen.2 AS family_part, account_id,
            argMin(exchange_id, (cityHash64(exchange_id), exchange_id)) AS exchange_sampled
        FROM carried
        GROUP BY family, family_part, account_id
        ORDER BY family, cityHash64(account_id), account_id
        LIMIT 20 BY family
    )
SELECT
    lower(hex(family))                                        AS family_id,
    multiIf(family_part = 1, substringUTF8(system, 1, 2000),
            family_part = 3 AND lengthUTF8(prompt) > 2000,
                substringUTF8(prompt, toInt64(lengthUTF8(prompt)) - 1999),
            substringUTF8(prompt, 1, 2000))                 AS sample
FROM exchange
INNER JOIN sampled
    ON sampled.account_id = exchange.account_id AND sampled.exchange_sampled = exchange.exchange_id
WHERE exchange.account_id IN (SELECT account_id FROM sampled) AND sample != ''
ORDER BY family, cityHash64(exchange.account_id), exchange.account_id
