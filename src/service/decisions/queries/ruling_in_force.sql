-- ruling_in_force: the conclusion that counts on each subject, as the store knows it. What people signed since comes on top.
--
-- Reads   ruling
-- Grain   (subject_kind, subject_id)

SELECT subject_kind, subject_id, conclusion, ruling_id, toUnixTimestamp64Milli(ruled_at) AS ruled_ms
FROM ruling_newest(at = fromUnixTimestamp64Milli({now_ms:Int64}))
ORDER BY subject_kind, subject_id
