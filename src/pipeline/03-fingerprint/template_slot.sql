-- template_slot: which account sent which slot of which family.
--
-- Reads   exchange_template
-- Writes  template_slot
-- Grain   (run_id, family_id, slot_hash, account_id)
--
-- Whoever does the same work takes the same answers. A slot that is sent again for an answer of less than half of
-- the largest is no work: one token costs next to nothing, and would make the slots of a loop look like a class's.

INSERT INTO template_slot (run_id, family_id, slot_hash, account_id, exchanges, works, lengthy, tokens, tokens_lengthy, senders)
SELECT
    {run_id:UUID}, family_id, slot_hash, account_id, length(taken), worked,
    arrayCount(t -> t.2, work), arraySum(t -> toUInt64(t.1), work), arraySum(t -> toUInt64(t.1) * t.2, work),
    sum(toUInt64(worked > 0)) OVER (PARTITION BY family_id, slot_hash)
FROM (
    SELECT
        family_id, slot_hash, account_id, groupArray((answer_tokens, is_lengthy)) AS taken,
        max(max(answer_tokens)) OVER (PARTITION BY family_id, slot_hash) AS taken_most,
        arrayFilter(t -> 2 * toUInt64(t.1) >= taken_most, taken) AS work, length(work) AS worked
    FROM exchange_template
    WHERE run_id = {run_id:UUID} AND part = 2 AND is_served
    GROUP BY family_id, slot_hash, account_id
) AS sent
