-- cohort_link: pairs that enough circumstance ties, of those who look like a harvest.
--
-- Reads   cohort_evidence
-- Grain   one row a pair
--
-- One text sent through one program is what a tutorial makes, and what two operators have who run the same
-- public relay: something else must speak as well. What partners told is none of those who must speak, and counts apart.

SELECT
    account_a, account_b, toInt32(sumIf(best, family != 'partner')) AS weight_millibits,
    toInt32(sum(best)) AS told_millibits,
    arraySort(groupArray((toString(family), toInt32(best)))) AS families
FROM (
    SELECT account_a, account_b, family, max(weight_millibits) AS best
    FROM cohort_evidence
    WHERE run_id = {run_id:UUID}
    GROUP BY account_a, account_b, family
) AS strongest
GROUP BY account_a, account_b
HAVING told_millibits >= {weight_millibits_min:Int32}
   AND countIf(best >= 3000 AND family != 'partner') >= 2
   AND countIf(best >= 3000 AND family NOT IN ('content', 'client', 'partner')) >= 1
ORDER BY account_a, account_b
