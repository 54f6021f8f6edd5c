-- link: one weighed link a pair that enough speaks for.
--
-- Reads   link_evidence
-- Writes  link
-- Grain   (run_id, account_a, account_b)
--
-- Linkers of one family look at one fact from several sides, so only the strongest of a family counts;
-- families add. Circumstance accuses nobody: a link is controlled where operations speak hard enough to
-- stand alone, or speak and something else supports them; where money and
-- time speak together; or where one instrument pays under different names. What a partner told stands among the
-- families, and weighs nothing here: every threshold of a link speaks of what we saw ourselves, and so does how firmly a
-- link holds, which the judge goes by. Otherwise four innocents with half of a link would be one hand by a stranger's word.

INSERT INTO link (run_id, account_a, account_b, weight_millibits, families, is_controlled)
WITH
    -- One row a pair that could be linked at all. Hardly any can, and by one number they are told in half the time.
    enough AS (
        SELECT cityHash64(account_a, account_b) AS pair
        FROM link_evidence
        WHERE run_id = {run_id:UUID} AND speaks != 'against' AND family != 'partner'
        GROUP BY pair
        HAVING sum(weight_millibits) >= {weight_millibits_min:Int32}
    )
SELECT
    {run_id:UUID},
    account_a,
    account_b,
    toInt32(sumIf(best, family != 'partner') + sum(against)) AS weight,
    arraySort(groupArrayIf(family, best > 0)),
    sum(operations) + sum(against) >= {hard_millibits_min:Int32}
        OR (sum(operations) + sum(against) >= {controller_millibits_min:Int32} AND weight >= {supported_millibits_min:Int32})
        OR (sum(money) >= {money_millibits_min:Int32} AND sum(time) >= {time_millibits_min:Int32})
        OR sum(money) + sum(against) >= {instrument_millibits_min:Int32}
FROM (
    -- One row a pair and family: the strongest that speaks for the pair, and what speaks against it.
    SELECT
        account_a, account_b, family,
        max(if(speaks = 'against', 0, weight_millibits))    AS best,
        max(if(speaks = 'controller', weight_millibits, 0)) AS operations,
        max(if(speaks = 'money', weight_millibits, 0))      AS money,
        max(if(speaks = 'time', weight_millibits, 0))       AS time,
        sum(if(speaks = 'against', weight_millibits, 0))    AS against
    FROM link_evidence
    WHERE run_id = {run_id:UUID} AND cityHash64(account_a, account_b) IN (SELECT pair FROM enough)
    GROUP BY account_a, account_b, family
) AS weighed
GROUP BY account_a, account_b
HAVING weight >= {weight_millibits_min:Int32}
