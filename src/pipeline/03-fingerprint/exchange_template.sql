-- exchange_template: the family whose fixed text each exchange carries.
--
-- Reads   exchange_fingerprint, newcomer, system_prompt, template_shingle
-- Writes  exchange_template
-- Grain   at most one row an exchange; of system prompts (part 1) one row an account and prompt
--
-- Of several families, the one with the most shingles present, then the greatest id. The opening and
-- the closing of a text vote together. Families are looked up in the arrays of a row, without a join:
-- 18 s became 1.4 s on two million exchanges. Newcomers are compared with the families of the last run.

INSERT INTO exchange_template (
    run_id, exchange_id, account_id, received_at, part, family_id, slot_hash, is_served,
    answer_tokens, is_lengthy
)
WITH
    (
        SELECT (groupArray(bitXor(shingle, part)), groupArray(family_id))
        FROM template_shingle WHERE run_id = {family_run_id:UUID}
    ) AS known,
    -- One row a text.
    carrier AS (
        SELECT
            exchange_id, account_id, received_at, prompt_hash, is_served, answer_tokens,
            is_lengthy(response_bytes, nullIf(answer_tokens, 0)) AS lengthy, 2 AS part,
            arrayConcat(arrayMap(s -> bitXor(s, 2), head_sketch), arrayMap(s -> bitXor(s, 3), tail_sketch)) AS keys
        FROM exchange_fingerprint
        WHERE notEmpty(head_sketch) AND ({all_accounts:Bool} OR account_id IN (SELECT account_id FROM newcomer))
        UNION ALL
        SELECT sample.1, account_id, sample.2, sample.3, sample.4, sample.5, 0, 1, arrayMap(s -> bitXor(s, 1), sketch)
        FROM (
            SELECT
                account_id, system_hash,
                argMin((exchange_id, received_at, prompt_hash, is_served, answer_tokens), exchange_hash) AS sample
            FROM exchange_fingerprint
            WHERE system_hash != 0 AND ({all_accounts:Bool} OR account_id IN (SELECT account_id FROM newcomer))
            GROUP BY account_id, system_hash
        ) AS used
        GLOBAL INNER JOIN system_prompt USING (system_hash)
    ),
    -- One row a text, with the family of each shingle that has one, and the one with the most.
    carried AS (
        SELECT
            exchange_id, account_id, received_at, prompt_hash, is_served, answer_tokens, lengthy, part,
            arrayFilter(f -> f != 0, arrayMap(
                k -> transform(k, known.1, known.2, toUInt64(0)), keys)) AS families,
            arraySort(arrayMap(f -> (countEqual(families, f), f), arrayDistinct(families)))[-1] AS best
        FROM carrier
    )
SELECT {run_id:UUID}, exchange_id, account_id, received_at, part, best.2, prompt_hash, is_served, answer_tokens,
    is_served AND lengthy
FROM carried
WHERE best.1 >= {shingles_min:UInt8}
