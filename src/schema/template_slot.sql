-- template_slot: which account sent which slot of which family, and how often it was answered. Run-derived;
-- of users' texts alone. What was refused is asked again, by whoever, and says nothing of how work is
-- shared out.
CREATE TABLE IF NOT EXISTS template_slot
(
    run_id      UUID,
    family_id   UInt64,
    slot_hash   UInt64,
    account_id  String,
    exchanges   UInt32,
    -- Of these, those that took an answer of a size with the largest that the slot got.
    works       UInt32,
    -- And of those, the ones that took more than a few words.
    lengthy     UInt32,
    -- Tokens of the works, and of those.
    tokens         UInt64,
    tokens_lengthy UInt64,
    -- How many accounts took such an answer.
    senders     UInt32
)
ENGINE = MergeTree
ORDER BY (run_id, family_id, slot_hash, account_id)
PARTITION BY run_id
