-- banned: whom the provider itself has sent away, whatever the run says, and has not cleared since.
--
-- Reads   account_event, account_identity, ruling
-- Writes  banned, opened anew for each learning
-- Grain   one row an account

SELECT account_id, argMaxIf((said_at, detail), said_at, word IN ('suspended', 'campaign')) AS said
FROM (
    -- The newest word on an account that was ever suspended.
    SELECT
        account_id, argMax(kind, (occurred_at, kind)) AS word, max(occurred_at) AS said_at,
        argMax(account_event.detail, (occurred_at, kind)) AS detail
    FROM account_event
    WHERE kind IN ('suspended', 'reinstated')
    GROUP BY account_id
    UNION ALL
    SELECT account_id, status AS word, toDateTime64(0, 3, 'UTC') AS said_at, '' AS detail
    FROM account_identity
    WHERE status = 'suspended'
    UNION ALL
    SELECT subject_id AS account_id, conclusion AS word, ruled_at AS said_at, 'ruling' AS detail
    FROM ruling_newest(at = {window_end:DateTime64(3)})
    WHERE subject_kind = 'account'
)
GROUP BY account_id
HAVING countIf(word = 'benign') = 0
   AND (countIf(word = 'campaign') > 0
        -- A file of accounts may still have a status that an event has ended.
        OR (countIf(word = 'suspended') > 0 AND countIf(word = 'reinstated') = 0))
