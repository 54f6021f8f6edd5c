-- link_evidence: what one pair linker says of each pair it found.
--
-- Reads   linker_pair   the linker's own SELECT
-- Writes  link_evidence
-- Grain   (run_id, account_a, account_b, linker)

INSERT INTO link_evidence (
    run_id, account_a, account_b, linker, family, speaks, value_hash, weight_millibits, facts
)
WITH
    -- One row a pair and direction, in the order of the ids.
    ordered AS (
        SELECT
            least(account_a, account_b)    AS first_account,
            greatest(account_a, account_b) AS second_account,
            toInt32(least(weight_millibits, 1000 * {bits_max:Float64})) AS weight,
            facts
        FROM linker_pair
        WHERE account_a != account_b
    )
SELECT
    {run_id:UUID}, first_account, second_account, {linker:String}, {family:String}, {speaks:String},
    0,
    max(weight) AS weight_best,
    argMax(facts, (weight, mapValues(facts)))
FROM ordered
GROUP BY first_account, second_account
HAVING weight_best > 0
