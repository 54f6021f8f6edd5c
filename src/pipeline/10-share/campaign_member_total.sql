-- campaign_member_total: each member with what it sent, and what was taken through it.
--
-- Reads   campaign_member, campaign_taken, account_profile
-- Grain   one row a member

SELECT
    campaign_id, account_id, role, membership,
    sum(exchanges)                          AS exchanges_all,
    intDiv(any(taken_share) + 500, 1000)    AS exchanges_extracting,
    toString(min(first_seen_at))            AS first_seen,
    toString(max(last_seen_at))             AS last_seen
FROM account_profile
GLOBAL INNER JOIN (
    SELECT campaign_id, account_id, toString(role) AS role, membership
    FROM campaign_member
    WHERE run_id = {run_id:UUID}
) AS member USING (account_id)
GLOBAL LEFT JOIN (
    SELECT campaign_id, account_id, sum(toUInt64(share_thousandths)) AS taken_share
    FROM campaign_taken
    WHERE run_id = {run_id:UUID}
    GROUP BY campaign_id, account_id
) AS taken USING (campaign_id, account_id)
GROUP BY campaign_id, account_id, role, membership
ORDER BY campaign_id, account_id
