-- template_family: each family, how widely it is carried, and whether its slots are shared out.
--
-- Reads   exchange_template, account_identity
-- Writes  template_family
-- Grain   (run_id, family_id)

INSERT INTO template_family (
    run_id, family_id, part, accounts, entities, exchanges, slots, slots_shared, first_seen_at,
    sample_exchange_id
)
WITH
    -- One row a slot of a family.
    slot AS (
        SELECT
            family_id, part, slot_hash,
            uniqExact(account_id)       AS slot_accounts,
            count()                     AS slot_exchanges,
            min(received_at)            AS slot_first,
            min(exchange_id)            AS slot_sample
        FROM exchange_template
        WHERE run_id = {run_id:UUID} AND is_served
        GROUP BY family_id, part, slot_hash
    ),
    -- One row a family: its carriers.
    carrier AS (
        SELECT family_id, uniqExact(account_id) AS accounts_all, uniqExact(entity_id) AS entities_all
        FROM (
            SELECT DISTINCT family_id, account_id
            FROM exchange_template
            WHERE run_id = {run_id:UUID}
        ) AS pairs
        GLOBAL INNER JOIN account_identity USING (account_id)
        GROUP BY family_id
    )
SELECT
    {run_id:UUID}, family_id, any(part), any(accounts_all), any(entities_all), sum(slot_exchanges),
    count(), countIf(slot_accounts >= 2), min(slot_first), min(slot_sample)
FROM slot
GLOBAL INNER JOIN carrier USING (family_id)
GROUP BY family_id
