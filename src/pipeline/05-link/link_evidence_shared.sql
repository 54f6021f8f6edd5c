-- link_evidence: what shared values say of each candidate pair.
--
-- Reads   link_candidate, account_value, account_identity, shared_value, reference
-- Writes  link_evidence
-- Grain   (run_id, account_a, account_b, linker)
--
-- Of the values that a pair shares with one linker, the rarest counts. Two accounts with many values
-- each meet in one more easily: u is that of the value times the fewer of the two accounts' values. A
-- pair that is itself part of the reference is left out of the count it is weighed by. Two accounts of
-- one customer are one hand already, and no evidence of anything.

INSERT INTO link_evidence (
    run_id, account_a, account_b, linker, family, speaks, value_hash, weight_millibits, facts
)
WITH
    -- One row an account and value of this linker, with how many such the account has.
    held AS (
        SELECT account_id, value_hash, last_at, count() OVER (PARTITION BY account_id) AS held_values
        FROM account_value
        WHERE run_id = {run_id:UUID} AND linker = {linker:String}
    ),
    -- One row a pair of two customers.
    pair AS (
        SELECT DISTINCT
            account_a, account_b,
            (account_a IN (SELECT account_id FROM reference WHERE run_id = {run_id:UUID}))
                + (account_b IN (SELECT account_id FROM reference WHERE run_id = {run_id:UUID})) AS references
        FROM link_candidate
        INNER JOIN account_identity AS a ON a.account_id = link_candidate.account_a
        INNER JOIN account_identity AS b ON b.account_id = link_candidate.account_b
        WHERE run_id = {run_id:UUID} AND a.entity_id != b.entity_id
    ),
    -- One row a pair and value they share.
    common AS (
        SELECT
            account_a, account_b, a.value_hash AS value_hash, accounts, entities,
            reference_carriers, reference_entities,
            exp2(-greatest(0, dateDiff('day', least(a.last_at, b.last_at), {window_end:DateTime64(3)}))
                 / {half_life_days:UInt32}) AS freshness,
            if({weighs_itself:UInt8}, worth.weight_millibits, toInt32(round(1000 * freshness * least(
                if(is_new_hub, {hub_bits_max:Float64}, {bits_max:Float64}),
                log2({m:Float64} / (least(a.held_values, b.held_values)
                    * (greatest(0, toInt64(reference_carriers) - toInt64(references))
                       + {prior_entities:UInt32} * {unseen_frequency:Float64})
                    / (reference_entities + {prior_entities:UInt32}))))))) AS weight
        FROM pair
        INNER JOIN held AS a ON a.account_id = pair.account_a
        INNER JOIN held AS b ON b.account_id = pair.account_b AND b.value_hash = a.value_hash
        INNER JOIN (
            SELECT value_hash, accounts, entities, reference_carriers, reference_entities, is_new_hub, weight_millibits
            FROM shared_value WHERE run_id = {run_id:UUID} AND linker = {linker:String}
        ) AS worth ON worth.value_hash = a.value_hash
    )
SELECT
    {run_id:UUID}, account_a, account_b, {linker:String}, {family:String}, {speaks:String},
    argMax(value_hash, (weight, value_hash)),
    max(weight) AS weight_best,
    argMax(map('accounts', toFloat64(accounts), 'entities', toFloat64(entities),
               'reference', toFloat64(reference_carriers), 'population', toFloat64(reference_entities)),
           (weight, value_hash))
FROM common
GROUP BY account_a, account_b
HAVING weight_best > 0
