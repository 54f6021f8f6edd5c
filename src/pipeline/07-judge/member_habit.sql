-- member_habit: what each member of a cluster asks for, in counts that it can be shown.
--
-- Reads   account_profile, cluster_member, exchange_fingerprint
-- Grain   one row a member

WITH
    member AS (
        SELECT account_id FROM cluster_member WHERE run_id = {run_id:UUID}
    ),
    -- One row a member that has such answers: how many open with its commonest tag.
    opened AS (
        SELECT account_id, max(times) AS most
        FROM (
            SELECT account_id, opening_hash, count() AS times
            FROM exchange_fingerprint
            WHERE opening_hash != 0 AND account_id IN (SELECT account_id FROM member)
            GROUP BY account_id, opening_hash
        )
        GROUP BY account_id
    )
SELECT
    account_id, sum(account_profile.exchanges) AS exchanges, sumForEach(elicitation_counts) AS kinds,
    sum(account_profile.worded) AS worded, sum(account_profile.foreign_turns) AS foreign_turns, any(most) AS opened
FROM account_profile
LEFT JOIN opened USING (account_id)
WHERE account_id IN (SELECT account_id FROM member)
GROUP BY account_id
ORDER BY account_id
