-- campaign_link: what ties the members of a campaign to each other.
--
-- Reads   campaign_member, link_evidence
-- Grain   one row a family of evidence

WITH
    -- One row a member.
    member AS (
        SELECT DISTINCT account_id FROM campaign_member
        WHERE run_id = {run_id:UUID} AND campaign_id = {campaign_id:String}
    ),
    -- One row a family and pair.
    pair AS (
        SELECT DISTINCT toString(family) AS family_name, account_a, account_b
        FROM link_evidence
        WHERE run_id = {run_id:UUID} AND weight_millibits > 0
          AND account_a IN (SELECT account_id FROM member)
          AND account_b IN (SELECT account_id FROM member)
    )
SELECT
    family_name                                         AS family,
    toUInt64(count() / 2)                               AS pairs,
    uniqExact(account_end)                              AS accounts
FROM pair
ARRAY JOIN [account_a, account_b] AS account_end
GROUP BY family_name
ORDER BY pairs DESC, family
