-- newcomer: the accounts that are compared with campaigns just now: they sent something new, and little so far.
CREATE TABLE IF NOT EXISTS newcomer
(
    account_id  String,
    exchanges   UInt32
)
ENGINE = MergeTree
ORDER BY account_id
