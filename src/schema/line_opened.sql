-- line_opened: lines of a segment whose texts were sealed, with their texts, while they are taken in. Empty between
-- segments, and in memory alone: no file holds them.
CREATE TABLE IF NOT EXISTS line_opened
(
    line String
)
ENGINE = Memory
