-- ruling_newest: the ruling that counts on each subject at an instant, `ruling_newest(at = …)`: the newest of those that hold then. What
-- people signed (it comes with no input) outranks what a sender says, who writes its own instants. At 1970 all hold, also those
-- that are over by now.
CREATE OR REPLACE VIEW ruling_newest AS
SELECT subject_kind, subject_id, conclusion, ruling_id, ruled_at, input_id = 0 AS is_signed
FROM ruling
WHERE isNull(expires_at) OR expires_at > {at:DateTime64(3)}
ORDER BY subject_kind, subject_id, is_signed DESC, ruled_at DESC, ruling_id DESC
LIMIT 1 BY subject_kind, subject_id
