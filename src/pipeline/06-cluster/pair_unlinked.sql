-- pair_unlinked: pairs that were scored and found unlinked, both of them in controlled links.
--
-- Reads   link, link_candidate
-- Grain   one row a pair
--
-- They speak against one community. A pair with much circumstance and no controller says neither.

WITH
    -- One row an account in a controlled link.
    core AS (
        SELECT DISTINCT arrayJoin([account_a, account_b]) AS account_id
        FROM link
        WHERE run_id = {run_id:UUID} AND is_controlled
    )
SELECT DISTINCT account_a, account_b
FROM link_candidate
WHERE run_id = {run_id:UUID}
  AND account_a IN (SELECT account_id FROM core)
  AND account_b IN (SELECT account_id FROM core)
  AND (account_a, account_b) NOT IN (
      SELECT account_a, account_b FROM link WHERE run_id = {run_id:UUID})
ORDER BY account_a, account_b
