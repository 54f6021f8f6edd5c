-- use_usual: what proven customers do, against which the use of a grant is held.
--
-- Reads   account_use, campaign_member, reference
-- Grain   one row a programme, and one of all with ''
--
-- Each customer once, and nobody whom the run has in a campaign: no pool makes its own habit usual. Beginnings are those that the log
-- shows. `rates` are of each class of requests, among the reference of the run, as account_mission has them; the same in every row.

WITH
    trusted AS (SELECT account_id FROM reference WHERE run_id = {run_id:UUID}),
    ordinary AS (
        SELECT
            sumForEach(arrayMap(c -> toFloat64(least(c, 3)), asked)) AS counts_all, sum(least(sent, {sent_max:UInt32})) AS sent_all,
            sumForEachIf(arrayMap(c -> toFloat64(least(c, 3)), asked), account_id IN (trusted)) AS counts_trusted,
            sumIf(least(sent, {sent_max:UInt32}), account_id IN (trusted)) AS sent_trusted,
            arrayMap((c, t) -> greatest({rate_min:Float64}, shrunk_rate(t, sent_trusted, c, sent_all, {prior_sent:UInt32})),
                counts_all, arrayResize(counts_trusted, length(counts_all))) AS class_rates
        FROM account_use
    ),
    -- One row a customer and programme: the most of its accounts.
    customer AS (
        SELECT entity_id, of_program, max(used) AS most_used, maxIf(first_hours, is_beginning_seen) AS most_hours
        FROM account_use
        WHERE is_proven AND account_id NOT IN (SELECT account_id FROM campaign_member WHERE run_id = {run_id:UUID})
        GROUP BY entity_id, of_program
    )
SELECT
    arrayJoin(arrayDistinct(['', of_program])) AS program,
    toFloat64(count()) AS customers, quantileExact(0.9)(most_used) AS used,
    toFloat64(countIf(most_hours > 0)) AS beginners, toFloat64(quantileExactIf(0.9)(most_hours, most_hours > 0)) AS first_hours,
    any(class_rates) AS rates
FROM customer
CROSS JOIN ordinary
GROUP BY program
ORDER BY program
