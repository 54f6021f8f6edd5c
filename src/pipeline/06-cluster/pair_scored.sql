-- pair_scored: every scored pair that touches an account in a controlled link, with its weight (0
-- where nothing was found) and families.
--
-- Reads   link, link_candidate
-- Grain   one row a pair

WITH
    -- One row an account in a controlled link.
    core AS (
        SELECT DISTINCT arrayJoin([account_a, account_b]) AS account_id
        FROM link
        WHERE run_id = {run_id:UUID} AND is_controlled
    ),
    -- One row a pair that was looked at.
    scored AS (
        SELECT DISTINCT account_a, account_b
        FROM link_candidate
        WHERE run_id = {run_id:UUID}
          AND (account_a IN (SELECT account_id FROM core) OR account_b IN (SELECT account_id FROM core))
    )
SELECT account_a, account_b, weight_millibits, length(families) AS family_count
FROM scored
LEFT JOIN (
    SELECT account_a, account_b, weight_millibits, families FROM link WHERE run_id = {run_id:UUID}
) AS found USING (account_a, account_b)
ORDER BY account_a, account_b
