-- account_mission: how far each account's own requests ask for training data.
--
-- Reads   account_profile
-- Writes  account_mission
-- Grain   (run_id, account_id)
--
-- The count of each class of elicitation against a Poisson count at the rate of all accounts, of which
-- each counts three times at most, so that no pool makes its own habit ordinary. A count and no share:
-- cover traffic dilutes shares. The strongest class speaks; classes overlap and are not added.

INSERT INTO account_mission (run_id, account_id, exchanges, mission_millibits)
WITH
    -- One row an account.
    whole AS (
        SELECT account_id, sum(exchanges) AS sent, sumForEach(elicitation_counts) AS counts
        FROM account_profile
        GROUP BY account_id
    ),
    -- One row: the rate of each class.
    ordinary AS (
        SELECT
            arrayMap(c -> greatest({rate_min:Float64}, c / greatest(1, sum(least(sent, {sent_max:UInt32})))),
                sumForEach(arrayMap(c -> toFloat64(least(c, 3)), counts))) AS rates
        FROM whole
    )
SELECT
    {run_id:UUID}, account_id, sent,
    toInt32(least(20000, 1000 * arrayMax(arrayMap((c, rate) ->
        if(c < {counted_min:UInt32} OR c <= sent * rate, 0,
            (c * log(c / (sent * rate)) - (c - sent * rate)) / log(2)), counts, rates))))
FROM whole
CROSS JOIN ordinary
