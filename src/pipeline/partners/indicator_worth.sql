-- indicator_worth: what the told patterns are worth by our own history, whoever told them.
--
-- Reads   account_identity, reference
--         indicator_wanted   what was looked for
--         pattern_match      who carries what
-- Writes  indicator_worth
-- Grain   (run_id, indicator_id)
--
-- weight = log2(m / u), as of a shared value: u is how often the reference population carries it, and never what a partner says.
-- Whatever one in fifty of them carries says nothing. Where there is hardly a reference, nobody knows how common a pattern is that
-- many carry, and it says nothing either: a partner cannot make a value rare. What nobody carries is weighed as well: only so is it
-- known of a newcomer who does that it was rare.

INSERT INTO indicator_worth (
    run_id, indicator_id, kind, accounts, entities, reference_carriers, reference_entities, weight_millibits
)
WITH
    (SELECT uniqExact(entity_id) FROM reference WHERE run_id = {run_id:UUID}) AS population,
    carried AS (
        SELECT
            pattern_id,
            uniqExact(account_id)               AS accounts_all,
            uniqExact(entity_id)                AS entities_all,
            uniqExactIf(entity_id, is_trusted)  AS carriers
        FROM (
            SELECT
                pattern_id, account_id, entity_id,
                account_id IN (SELECT account_id FROM reference WHERE run_id = {run_id:UUID}) AS is_trusted
            FROM pattern_match
            INNER JOIN account_identity USING (account_id)
        ) AS carrier
        GROUP BY pattern_id
    )
SELECT
    {run_id:UUID}, pattern_id, looked_for, accounts_all, entities_all, carriers, population,
    toInt32(if(
        carriers > {common_share:Float64} * population
            OR (population < {references_min:UInt32} AND accounts_all > {hub_accounts:UInt32}),
        0,
        greatest(0, round(1000 * least(
            if(carriers = 0 AND accounts_all > {hub_accounts:UInt32}, {hub_bits_max:Float64}, {bits_max:Float64}),
            log2({m:Float64} / ((carriers + {prior_entities:UInt32} * {unseen_frequency:Float64})
                / (population + {prior_entities:UInt32}))))))))
FROM (SELECT pattern_id, any(kind) AS looked_for FROM indicator_wanted GROUP BY pattern_id) AS asked
LEFT JOIN carried USING (pattern_id)
