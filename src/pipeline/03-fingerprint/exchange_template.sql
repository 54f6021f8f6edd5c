-- exchange_template: the family whose fixed text each exchange carries.
--
-- Reads   exchange_fingerprint, template_shingle
-- Writes  exchange_template
-- Grain   at most one row an exchange and part
--
-- Of several, the family with the most shingles present, then the least id.

INSERT INTO exchange_template (
    run_id, exchange_id, account_id, received_at, part, family_id, slot_hash,
    is_served
)
WITH
    -- One row a family shingle in an exchange.
    present AS (
        SELECT exchange_id, account_id, received_at, prompt_hash, is_served, part, shingle
        FROM exchange_fingerprint
        ARRAY JOIN [system_sketch, head_sketch, tail_sketch] AS sketch, [1, 2, 3] AS part
        ARRAY JOIN sketch AS shingle
        WHERE shingle GLOBAL IN (SELECT shingle FROM template_shingle WHERE run_id = {run_id:UUID})
    ),
    -- One row an exchange, part and family.
    carried AS (
        SELECT
            account_id, received_at, exchange_id, part, family_id,
            any(prompt_hash) AS slot,
            any(is_served)   AS served,
            count()          AS shingles
        FROM present
        GLOBAL INNER JOIN (
            SELECT part, shingle, family_id FROM template_shingle WHERE run_id = {run_id:UUID}
        ) AS families ON families.part = present.part AND families.shingle = present.shingle
        GROUP BY account_id, received_at, exchange_id, part, family_id
        HAVING shingles >= {shingles_min:UInt8}
    )
SELECT
    {run_id:UUID}, exchange_id, account_id, received_at, part,
    argMax(family_id, (shingles, family_id)),
    any(slot),
    any(served)
FROM carried
GROUP BY account_id, received_at, exchange_id, part
