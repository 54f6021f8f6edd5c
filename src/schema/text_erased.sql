-- text_erased: up to when the texts of exchanges were erased, each time. Record: the latest instant counts.
--
-- What was derived from those texts stays, and cannot be derived anew.
CREATE TABLE IF NOT EXISTS text_erased
(
    before       DateTime64(3, 'UTC'),   -- exchanges received earlier than this
    erased_at    DateTime64(3, 'UTC'),
    exchanges    UInt64
)
ENGINE = MergeTree
ORDER BY (before, erased_at)
