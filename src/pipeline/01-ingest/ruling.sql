-- ruling: the rulings of one input file.
--
-- Reads   input_line
-- Writes  ruling
-- Grain   one row a ruling

INSERT INTO ruling (
    ruling_id, ruled_at, subject_kind, subject_id, conclusion, author, reason, expires_at,
    input_id
)
WITH JSONExtract(line, 'Tuple(ruling_id String, ruled_at String, subject_kind String,
    subject_id String, conclusion String, author String, reason String, expires_at String)') AS given
SELECT
    given.ruling_id,
    assumeNotNull(as_instant(given.ruled_at)),
    given.subject_kind, given.subject_id, given.conclusion, given.author, given.reason,
    as_instant(given.expires_at),
    {input_id:UInt32}
FROM input_line
WHERE NOT startsWith(line, '[') AND notEmpty(given.subject_id) AND length(given.subject_id) <= 128
  AND given.subject_kind IN ('account', 'cluster', 'campaign')
  AND given.conclusion IN ('benign', 'campaign', 'undecided')
  AND is_possible_instant(as_instant(given.ruled_at))
