-- indicator_shared: a pattern that left in a share of ours, and when. Row-derived, of `shared_document` and the trail: a share is
-- read once, and one without patterns leaves a row without any.
CREATE TABLE IF NOT EXISTS indicator_shared
(
    -- Of the share.
    sha256        String,
    indicator_id  String,
    shared_at     DateTime64(3, 'UTC')
)
ENGINE = MergeTree
ORDER BY (sha256, indicator_id)
