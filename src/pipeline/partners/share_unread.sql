-- share_unread: shares that left and whose patterns are not noted yet.
--
-- Reads   audit, indicator_shared, shared_document
-- Grain   one row a share
--
-- What two people let leave for a while and took back had left.

SELECT sha256, any(document.text) AS text, toString(any(released_at)) AS shared_at
FROM shared_document AS document
INNER JOIN (
    SELECT JSONExtractString(facts, 'sha256') AS sha256, min(at) AS released_at
    FROM audit
    WHERE action = 'release_share' AND startsWith(actor, 'person ')
    GROUP BY sha256
) AS released USING (sha256)
WHERE sha256 NOT IN (SELECT sha256 FROM indicator_shared)
GROUP BY sha256
ORDER BY sha256
LIMIT {shares_max:UInt32}
