-- link: one weighed link a pair that enough speaks for.
--
-- Reads   link_evidence
-- Writes  link
-- Grain   (run_id, account_a, account_b)
--
-- Linkers of one family look at one fact from several sides, so only the strongest of a family counts;
-- families add. Circumstance accuses nobody: a link is controlled where operations speak hard enough to
-- stand alone, or speak and something else supports them; where money and
-- time speak together; or where one instrument pays under different names.

INSERT INTO link (run_id, account_a, account_b, weight_millibits, families, is_controlled)
WITH
    -- One row a pair and family.
    strongest AS (
        SELECT
            account_a, account_b, family,
            max(weight_millibits) AS best,
            max(if(speaks = 'controller', weight_millibits, 0)) AS operations,
            max(if(speaks = 'money', weight_millibits, 0))      AS money,
            max(if(speaks = 'time', weight_millibits, 0))       AS time
        FROM link_evidence
        WHERE run_id = {run_id:UUID} AND speaks != 'against'
        GROUP BY account_a, account_b, family
    ),
    -- One row a pair: what speaks against it.
    against AS (
        SELECT account_a, account_b, sum(weight_millibits) AS counter
        FROM link_evidence
        WHERE run_id = {run_id:UUID} AND speaks = 'against'
        GROUP BY account_a, account_b
    )
SELECT
    {run_id:UUID},
    account_a,
    account_b,
    toInt32(sum(best) + any(counter))   AS weight,
    arraySort(groupArray(family)),
    sum(operations) + any(counter) >= {hard_millibits_min:Int32}
        OR (sum(operations) + any(counter) >= {controller_millibits_min:Int32} AND weight >= {supported_millibits_min:Int32})
        OR (sum(money) >= {money_millibits_min:Int32} AND sum(time) >= {time_millibits_min:Int32})
        OR sum(money) + any(counter) >= {instrument_millibits_min:Int32}
FROM strongest
LEFT JOIN against USING (account_a, account_b)
GROUP BY account_a, account_b
HAVING weight >= {weight_millibits_min:Int32}
