-- account_event: the account events of one input file.
--
-- Reads   input_line
-- Writes  account_event
-- Grain   one row an event

INSERT INTO account_event (account_id, occurred_at, kind, detail, input_id)
WITH JSONExtract(line, 'Tuple(account_id String, occurred_at String, kind String, detail String)') AS given
SELECT
    given.account_id,
    assumeNotNull(as_instant(given.occurred_at)),
    given.kind,
    given.detail,
    {input_id:UInt32}
FROM input_line
WHERE NOT startsWith(line, '[') AND notEmpty(given.account_id) AND notEmpty(given.kind)
  AND length(given.account_id) <= 128
  AND is_possible_instant(as_instant(given.occurred_at))
