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
            family_id,
            count()                            AS slot_exchanges,
            min(account_id) != max(account_id) AS is_shared
        FROM exchange_template
        WHERE run_id = {run_id:UUID} AND is_served
        GROUP BY family_id, slot_hash
    ),
    -- One row a family: its first text that was served.
    served AS (
        SELECT
            family_id, any(part) AS family_part, min(received_at) AS family_first,
            min(exchange_id) AS family_sample
        FROM exchange_template
        WHERE run_id = {run_id:UUID} AND is_served
        GROUP BY family_id
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
    {run_id:UUID}, family_id, any(family_part), any(accounts_all), any(entities_all), sum(slot_exchanges),
    count(), countIf(is_shared), any(family_first), any(family_sample)
FROM slot
GLOBAL INNER JOIN served USING (family_id)
GLOBAL INNER JOIN carrier USING (family_id)
GROUP BY family_id
