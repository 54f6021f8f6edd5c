-- model_release: the model releases of one input file.
--
-- Reads   input_line
-- Writes  model_release
-- Grain   one row a release

INSERT INTO model_release (model, released_at, input_id)
WITH JSONExtract(line, 'Tuple(model String, released_at String)') AS given
SELECT given.model, assumeNotNull(as_instant(given.released_at)), {input_id:UInt32}
FROM input_line
WHERE NOT startsWith(line, '[') AND notEmpty(given.model)
  AND is_possible_instant(as_instant(given.released_at))
