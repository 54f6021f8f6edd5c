-- subject_erasing: whom an erasure is about, while it runs. In memory alone: the engine keeps the text of a mutation on
-- the disk, and it must not name whom it erases.
CREATE TABLE IF NOT EXISTS subject_erasing
(
    kind        LowCardinality(String),   -- account, organization or exchange
    subject_id  String
)
ENGINE = Memory
