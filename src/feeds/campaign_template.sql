-- campaign_template: the families that a campaign's exchanges carry, the most used first.
--
-- Reads   campaign_member, exchange_template
-- Grain   one row a family, at most six
--
-- The opening speaks for the text, then the closing, then the system prompt, as in the raster. A slot
-- that several accounts sent is work done twice: a loader has few, a class has many. What was refused is not
-- counted: a slot that is tried again until it is answered is one piece of work.

WITH
    -- One row an exchange that carries a family.
    carried AS (
        SELECT
            account_id, exchange_id,
            argMin((family_id, part, slot_hash), (part = 1, part)) AS chosen
        FROM exchange_template
        WHERE run_id = {run_id:UUID} AND is_served AND account_id IN (
            SELECT account_id FROM campaign_member
            WHERE run_id = {run_id:UUID} AND campaign_id = {campaign_id:String})
        GROUP BY account_id, exchange_id
    ),
    -- One row a family and slot.
    slot AS (
        SELECT
            chosen.1                    AS family,
            chosen.3                    AS slot_value,
            min(chosen.2)               AS slot_part,
            count()                     AS slot_exchanges,
            uniqExact(account_id)       AS slot_accounts,
            groupUniqArray(cityHash64(account_id)) AS slot_senders
        FROM carried
        GROUP BY family, slot_value
    )
SELECT
    lower(hex(family))                            AS family_id,
    min(slot_part)                              AS part,
    sum(slot_exchanges)                         AS exchanges,
    length(groupUniqArrayArray(slot_senders))   AS accounts,
    count()                                     AS slots,
    countIf(slot_accounts >= 2)                 AS slots_shared
FROM slot
GROUP BY family
ORDER BY exchanges DESC, family
LIMIT 6
