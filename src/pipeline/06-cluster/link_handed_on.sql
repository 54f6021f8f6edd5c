-- link_handed_on: when work was handed on between two accounts that nothing else shows to be of one hand.
--
-- Reads   link, link_evidence
-- Grain   one row a controlled link that work was handed on across
--
-- Times in seconds since 1970, of the first and the last time. Whom a payment joins besides, or another thing of one's operations, no evening
-- makes strangers at a table.

SELECT
    account_a, account_b,
    minIf(facts['first_at'], is_handed_on) AS first_at,
    maxIf(facts['last_at'], is_handed_on)  AS last_at
FROM (
    SELECT
        account_a, account_b, facts, weight_millibits, speaks,
        speaks = 'controller' AND mapContains(facts, 'first_at') AS is_handed_on
    FROM link_evidence
    WHERE run_id = {run_id:UUID}
) AS evidence
INNER JOIN (
    SELECT account_a, account_b FROM link WHERE run_id = {run_id:UUID} AND is_controlled
) AS controlled USING (account_a, account_b)
GROUP BY account_a, account_b
HAVING max(is_handed_on)
    AND maxIf(weight_millibits, speaks = 'money') < {money_millibits_min:Int32}
    AND maxIf(weight_millibits, speaks = 'controller' AND NOT is_handed_on) < {controller_millibits_min:Int32}
ORDER BY account_a, account_b
