-- link_handed_on: when work was handed on between two accounts.
--
-- Reads   link, link_evidence
-- Grain   one row a controlled link that work was handed on across
--
-- Times in seconds since 1970, of the first and the last time.

SELECT
    account_a, account_b,
    min(facts['first_at']) AS first_at,
    max(facts['last_at'])  AS last_at
FROM link_evidence
INNER JOIN (
    SELECT account_a, account_b FROM link WHERE run_id = {run_id:UUID} AND is_controlled
) AS controlled USING (account_a, account_b)
WHERE run_id = {run_id:UUID} AND speaks = 'controller' AND mapContains(facts, 'first_at')
GROUP BY account_a, account_b
ORDER BY account_a, account_b
