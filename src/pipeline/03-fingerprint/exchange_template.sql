-- exchange_template: the family whose fixed text each exchange carries.
--
-- Reads   exchange_fingerprint, system_prompt, template_shingle
-- Writes  exchange_template
-- Grain   at most one row an exchange and part; of system prompts one row an account and prompt
--
-- Of several families, the one with the most shingles present, then the least id.

INSERT INTO exchange_template (
    run_id, exchange_id, account_id, received_at, part, family_id, slot_hash, is_served
)
WITH
    -- One row a text.
    carrier AS (
        SELECT exchange_id, account_id, received_at, prompt_hash, is_served, part, sketch
        FROM exchange_fingerprint
        ARRAY JOIN [head_sketch, tail_sketch] AS sketch, [2, 3] AS part
        WHERE notEmpty(head_sketch)
        UNION ALL
        SELECT sample.1, account_id, sample.2, sample.3, sample.4, 1, sketch
        FROM (
            SELECT
                account_id, system_hash,
                argMin((exchange_id, received_at, prompt_hash, is_served), exchange_hash) AS sample
            FROM exchange_fingerprint
            WHERE system_hash != 0
            GROUP BY account_id, system_hash
        ) AS used
        GLOBAL INNER JOIN system_prompt USING (system_hash)
    ),
    -- One row a family shingle in a text. Most shingles are no family's and fall away in the array.
    present AS (
        SELECT
            exchange_id, account_id, received_at, prompt_hash, is_served, part,
            arrayJoin(arrayFilter(
                s -> s GLOBAL IN (SELECT shingle FROM template_shingle WHERE run_id = {run_id:UUID}),
                sketch)) AS shingle
        FROM carrier
    ),
    -- One row a text and family.
    carried AS (
        SELECT
            exchange_id, account_id, received_at, part, family_id, prompt_hash, is_served,
            count() AS shingles
        FROM present
        GLOBAL INNER JOIN (
            SELECT part, shingle, family_id FROM template_shingle WHERE run_id = {run_id:UUID}
        ) AS families USING (part, shingle)
        GROUP BY exchange_id, account_id, received_at, part, family_id, prompt_hash, is_served
        HAVING shingles >= {shingles_min:UInt8}
    )
SELECT
    {run_id:UUID}, exchange_id, account_id, received_at, part,
    argMax(family_id, (shingles, family_id)),
    any(prompt_hash),
    any(is_served)
FROM carried
GROUP BY exchange_id, account_id, received_at, part
