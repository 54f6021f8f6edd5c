-- partner_wrong: patterns that partners told and innocent customers carry, where that is not known yet.
--
-- Reads   indicator_worth, partner_wrong, run
--         account_outcome   what became of accounts
--         partner_told      what each partner said last
--         pattern_match     who carries what
-- Writes  partner_wrong
-- Grain   (partner_id, indicator_id, ruling_id)
--
-- A pattern is of innocents where more of them carry it than operators do, and so many: proven customers; or whom people let go,
-- counted over all that was told as one campaign, since each may have an exit of its own. Operators are counted pattern by pattern:
-- whom somebody sends through an operator's exits says nothing against whoever told these, and innocents are not covered by telling
-- operators with them. What so many carry that it is worth nothing here touches nobody, and of that the proven customers alone count; of a
-- text, a program or its settings nobody does, nor where they are fewer than half of all who carry it: how many have those here another
-- provider cannot know, and whom nobody has named yet may be operators.

INSERT INTO partner_wrong (
    partner_id, indicator_id, told_campaign, ruling_id, reference_carriers, place_seen, found_at
)
WITH
    worth AS (
        SELECT indicator_id, entities, reference_carriers, weight_millibits FROM indicator_worth WHERE run_id = {run_id:UUID}
    ),
    -- One row a partner and pattern that anybody carries of whom anything is known.
    carried AS (
        SELECT
            partner_id, indicator_id,
            uniqExactIf(account_id, became = 'campaign')       AS operators,
            groupUniqArrayIf(account_id, became = 'benign')    AS let_go,
            minIf(ruling, became = 'benign')                   AS first_ruling
        FROM (
            SELECT pattern_id AS indicator_id, account_id, first_at, became, ruling_id AS ruling
            FROM pattern_match
            INNER JOIN account_outcome USING (account_id)
        ) AS known
        INNER JOIN partner_told USING (indicator_id)
        WHERE first_at <= valid_until AND indicator_id IN (SELECT indicator_id FROM worth WHERE weight_millibits > 0)
        GROUP BY partner_id, indicator_id
    ),
    judged AS (
        SELECT
            partner_id, indicator_id, told_campaign, first_ruling, reference_carriers,
            reference_carriers >= {innocent_min:UInt32} AND reference_carriers > operators
                AND (NOT has({kinds_of_work:Array(String)}, kind)
                    OR (weight_millibits > 0 AND reference_carriers * 2 >= entities)) AS is_of_proven,
            if(length(let_go) > operators, let_go, []) AS let_go_more,
            length(groupUniqArrayArray(let_go_more) OVER (PARTITION BY partner_id, told_campaign)) AS let_go_all
        FROM partner_told
        INNER JOIN worth USING (indicator_id)
        LEFT JOIN carried USING (partner_id, indicator_id)
    )
SELECT
    partner_id, indicator_id, told_campaign,
    if(notEmpty(let_go_more) AND let_go_all >= {innocent_min:UInt32}, first_ruling, '') AS ruling,
    reference_carriers, {place_max:UInt64},
    -- By the clock, as the word of people: the window of an old log ends long before.
    (SELECT greatest(max(started_at), {window_end:DateTime64(3)}) FROM run WHERE run_id = {run_id:UUID})
FROM judged
WHERE (ruling != '' OR is_of_proven)
  AND (partner_id, indicator_id, ruling) NOT IN (SELECT toString(partner_id), indicator_id, ruling_id FROM partner_wrong)
