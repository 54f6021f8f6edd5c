-- template_slot: which account sent which slot of which family.
--
-- Reads   exchange_template
-- Writes  template_slot
-- Grain   (run_id, family_id, slot_hash, account_id)

INSERT INTO template_slot (run_id, family_id, slot_hash, account_id, exchanges, senders)
SELECT
    {run_id:UUID}, family_id, slot_hash, account_id, count(),
    count() OVER (PARTITION BY family_id, slot_hash)
FROM exchange_template
WHERE run_id = {run_id:UUID} AND part = 2 AND is_served
GROUP BY family_id, slot_hash, account_id
