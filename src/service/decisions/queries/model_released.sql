-- model_released: the models released since an instant, or to be released, the newest first.
--
-- Reads   model_release
-- Grain   model
--
-- A model that was told twice counts from when it was told to have been released first: to tell it again makes nothing new.
-- A name that no model has stays out: each stands in the snapshot, which has bounds.

SELECT model, toUnixTimestamp64Milli(min(released_at)) AS released_ms
FROM model_release
WHERE length(model) <= 256
GROUP BY model
HAVING min(released_at) > fromUnixTimestamp64Milli({from_ms:Int64})
ORDER BY released_ms DESC, model
LIMIT {releases_max:UInt32}
