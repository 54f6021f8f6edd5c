-- indicator_match: the accounts that carry what partners told, where it is worth anything.
--
-- Reads   indicator_worth
--         pattern_match   who carries what
--         partner_told    what each partner said last
-- Writes  indicator_match
-- Grain   (run_id, partner_id, object_id, account_id)
--
-- Whoever carries it only after it expired is somebody else. What the run did not weigh is not matched: nobody knows how many carry
-- it. Of an account so many, the rarest first, so that no list of patterns makes more rows than there are accounts.

INSERT INTO indicator_match (
    run_id, partner_id, partner_number, object_id, indicator_id, kind, told_campaign, account_id, first_at, last_at,
    weight_millibits
)
WITH
    worth AS (
        SELECT indicator_id, weight_millibits AS weight
        FROM indicator_worth
        WHERE run_id = {worth_run_id:UUID} AND weight_millibits > 0
    )
SELECT
    {run_id:UUID}, partner_id, partner_number, object_id, pattern_id, said.kind, told_campaign, account_id,
    first_at, least(last_at, valid_until),
    if(is_withdrawn, 0, weight) AS weight_told
FROM pattern_match
INNER JOIN partner_told AS said ON said.indicator_id = pattern_match.pattern_id
INNER JOIN worth ON worth.indicator_id = pattern_match.pattern_id
WHERE first_at <= valid_until
ORDER BY partner_number, account_id, weight_told DESC, object_id
LIMIT {matches_max:UInt32} BY partner_number, account_id
