-- link_evidence: what shared values say of each candidate pair.
--
-- Reads   link_pair, account_value, shared_value
-- Writes  link_evidence
-- Grain   (run_id, account_a, account_b, linker)
--
-- Of the values that a pair shares with one linker, the rarest counts. Two accounts with many values
-- each meet in one more easily: u is that of the value times the fewer of the two accounts' values. A
-- pair that is itself part of the reference is left out of the count it is weighed by. The values of an
-- account lie in one array and are compared there: a join by value took ten times as long.

INSERT INTO link_evidence (
    run_id, account_a, account_b, linker, family, speaks, value_hash, weight_millibits, facts
)
WITH
    -- One row a value of this linker.
    worth AS (
        SELECT value_hash, accounts, entities, reference_carriers, reference_entities, is_new_hub, weight_millibits
        FROM shared_value
        WHERE run_id = {run_id:UUID} AND linker = {linker:String}
    ),
    -- One row an account: its values, with what they are weighed by.
    held AS (
        SELECT
            account_id,
            groupArray(value_hash) AS hashes,
            groupArray(last_at)    AS lasts,
            groupArray((value_hash, last_at, reference_carriers, reference_entities, is_new_hub, weight_millibits)) AS values
        FROM account_value
        INNER JOIN worth USING (value_hash)
        WHERE run_id = {run_id:UUID} AND linker = {linker:String}
        GROUP BY account_id
    ),
    -- One row a pair: the values that both hold, each as (weight, value).
    common AS (
        SELECT
            account_a, account_b,
            arrayMap(v -> (
                if({weighs_itself:UInt8}, v.6, toInt32(round(1000
                    * exp2(-greatest(0, dateDiff('day',
                        least(v.2, b.lasts[indexOf(b.hashes, v.1)]), {window_end:DateTime64(3)})) / {half_life_days:UInt32})
                    * least(
                        if(v.5, {hub_bits_max:Float64}, {bits_max:Float64}),
                        log2({m:Float64} / (least(length(a.hashes), length(b.hashes))
                            * (greatest(0, toInt64(v.3) - toInt64(reference_accounts))
                               + {prior_entities:UInt32} * {unseen_frequency:Float64})
                            / (v.4 + {prior_entities:UInt32}))))))),
                v.1), arrayFilter(v -> has(b.hashes, v.1), a.values)) AS shared
        FROM (
            SELECT account_a, account_b, reference_accounts FROM link_pair WHERE run_id = {run_id:UUID}
        ) AS pair
        INNER JOIN held AS a ON a.account_id = pair.account_a
        INNER JOIN held AS b ON b.account_id = pair.account_b
        WHERE hasAny(a.hashes, b.hashes)
    )
SELECT
    {run_id:UUID}, account_a, account_b, {linker:String}, {family:String}, {speaks:String},
    value_hash, best.1,
    map('accounts', toFloat64(accounts), 'entities', toFloat64(entities),
        'reference', toFloat64(reference_carriers), 'population', toFloat64(reference_entities))
FROM (
    SELECT account_a, account_b, arraySort(shared)[-1] AS best, best.2 AS value_hash FROM common
) AS strongest
INNER JOIN worth USING (value_hash)
WHERE best.1 > 0
