-- exchange_kept: rows of repeated exchanges on their way back into `exchange`. Empty between scans.
-- Named after `exchange` so that it is created after it, with its columns.
CREATE TABLE IF NOT EXISTS exchange_kept AS exchange
ENGINE = MergeTree
ORDER BY exchange_id
