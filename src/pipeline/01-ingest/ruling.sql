-- ruling: the rulings of one input file.
--
-- Reads   input_line
-- Writes  ruling
-- Grain   one row a ruling

INSERT INTO ruling (
    ruling_id, ruled_at, subject_kind, subject_id, conclusion, author, reason, expires_at
)
WITH JSONExtract(line, 'Tuple(ruling_id String, ruled_at String, subject_kind String,
    subject_id String, conclusion String, author String, reason String, expires_at String)') AS given
SELECT
    given.ruling_id,
    assumeNotNull(parseDateTime64BestEffortOrNull(given.ruled_at, 3, 'UTC')),
    given.subject_kind, given.subject_id, given.conclusion, given.author, given.reason,
    parseDateTime64BestEffortOrNull(given.expires_at, 3, 'UTC')
FROM input_line
WHERE notEmpty(given.subject_id)
  AND isNotNull(parseDateTime64BestEffortOrNull(given.ruled_at, 3, 'UTC'))
