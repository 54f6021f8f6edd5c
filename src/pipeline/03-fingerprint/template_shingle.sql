-- template_shingle: which shingles belong to the fixed text of one family.
--
-- Reads   exchange_fingerprint, system_prompt
-- Writes  template_shingle
-- Grain   (run_id, part, shingle)
--
-- A template's fixed shingles occur in the same exchanges, so they have the same least exchange
-- (a one-permutation MinHash of the sets of exchanges); a stock phrase or a slot has another. A family
-- is three or more shingles with one least exchange, each at `accounts_min` accounts or more. Loud
-- accounts are sampled: a template that an account uses shows in `exchanges_per_account` of its texts.
-- Of a system prompt, which an account repeats, one exchange is enough.

INSERT INTO template_shingle (run_id, part, shingle, family_id)
WITH
    -- One row an account: how thinly its exchanges are sampled.
    rates AS (
        SELECT account_id, greatest(1, intDiv(count(), {exchanges_per_account:UInt32})) AS one_in
        FROM exchange_fingerprint
        GROUP BY account_id
    ),
    -- One row a text in the sample.
    sampled AS (
        SELECT account_id, exchange_hash, part, sketch
        FROM exchange_fingerprint
        GLOBAL INNER JOIN rates USING (account_id)
        ARRAY JOIN [head_sketch, tail_sketch] AS sketch, [2, 3] AS part
        WHERE intHash64(exchange_hash) % one_in = 0
        UNION ALL
        SELECT account_id, least_exchange, 1, sketch
        FROM (
            SELECT account_id, system_hash, min(exchange_hash) AS least_exchange
            FROM exchange_fingerprint
            WHERE system_hash != 0
            GROUP BY account_id, system_hash
        ) AS used
        GLOBAL INNER JOIN system_prompt USING (system_hash)
    ),
    -- One row a shingle that recurs over accounts.
    recurring AS (
        SELECT part, shingle, min(exchange_hash) AS least_exchange
        FROM (SELECT account_id, exchange_hash, part, arrayJoin(sketch) AS shingle FROM sampled)
        GROUP BY part, shingle
        HAVING uniqUpTo(9)(account_id) >= {accounts_min:UInt8}
    )
SELECT {run_id:UUID}, part, shingle, intHash64(bitXor(least_exchange, part)) AS family
FROM recurring
QUALIFY count() OVER (PARTITION BY part, least_exchange) >= {shingles_min:UInt8}
-- A dozen tell a family; first those that every text samples, however long it is.
ORDER BY part, family, shingle % 8 != 0, shingle % 4 != 0, shingle % 2 != 0, shingle
LIMIT 12 BY part, family
