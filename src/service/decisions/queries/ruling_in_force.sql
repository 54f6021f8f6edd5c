-- ruling_in_force: the newest conclusion of a person on each subject, of those that have not expired.
--
-- Reads   ruling
-- Grain   (subject_kind, subject_id)

SELECT subject_kind, subject_id, conclusion, ruling_id, toUnixTimestamp64Milli(ruled_at) AS ruled_ms
FROM ruling
WHERE isNull(expires_at) OR expires_at > fromUnixTimestamp64Milli({now_ms:Int64})
ORDER BY subject_kind, subject_id, ruled_at DESC, ruling_id DESC
LIMIT 1 BY subject_kind, subject_id
