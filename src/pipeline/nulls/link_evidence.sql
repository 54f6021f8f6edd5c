-- link_evidence: what pair linkers found, the second account of each pair dealt anew.
--
-- Reads   link_evidence, account_identity, null_gathered, null_move
-- Writes  link_evidence
--
-- Pairs inside one cluster of a campaign's size are out, as its values are. A pair that becomes one customer
-- says nothing.

INSERT INTO link_evidence (
    run_id, account_a, account_b, linker, family, speaks, value_hash, weight_millibits, facts
)
WITH
    dealt AS (
        SELECT account_a AS one, account_to AS other, linker, family, speaks, value_hash, weight_millibits, facts
        FROM (
            SELECT account_a, account_b, linker, family, speaks, value_hash, weight_millibits, facts,
                   toString(evidence.family) AS family_name
            FROM link_evidence AS evidence
            LEFT JOIN null_gathered AS a ON a.account_id = account_a
            LEFT JOIN null_gathered AS b ON b.account_id = account_b
            WHERE run_id = {run_id:UUID} AND has({proposing:Array(String)}, toString(linker))
              AND (a.gathered_id = '' OR a.gathered_id != b.gathered_id)
        ) AS found
        INNER JOIN null_move ON account_from = found.account_b AND move_family = found.family_name
    )
SELECT
    {null_id:UUID}, least(one, other) AS first_account, greatest(one, other) AS second_account,
    linker, any(family), any(speaks), any(value_hash), max(weight_millibits),
    argMax(facts, (weight_millibits, mapValues(facts)))
FROM dealt
INNER JOIN account_identity AS a ON a.account_id = one
INNER JOIN account_identity AS b ON b.account_id = other
WHERE a.entity_id != b.entity_id
GROUP BY first_account, second_account, linker
