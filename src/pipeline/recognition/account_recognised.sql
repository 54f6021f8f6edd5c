-- account_recognised: the newcomers who look like one campaign beyond what chance gives among thousands.
--
-- Reads   newcomer_trait
-- Writes  account_recognised
-- Grain   one row an account
--
-- Of each family the strongest trait; of the families the strongest whole and the others half, for they
-- overlap. One family alone is a text that goes round or an exit that is sold twice, and a program with its
-- settings is what strangers have of one SDK: something must say what the account is for, or who pays. Or
-- the company that it keeps: where a third of all newcomers with that program, by two traits of it, are
-- recognised by what they are for, the program is the pool's and no SDK.

INSERT INTO account_recognised (
    run_id, account_id, campaign_id, recognised_at, exchanges, weight_millibits, traits
)
WITH
    -- One row a newcomer, campaign and family.
    family_tie AS (
        SELECT
            account_id, campaign_id, family, max(weight_millibits) AS best, argMax(trait, weight_millibits) AS by,
            maxIf(weight_millibits, tells) AS told, max(exchanges) AS known
        FROM newcomer_trait
        GROUP BY account_id, campaign_id, family
    ),
    -- One row a newcomer and campaign that it looks like.
    tie AS (
        SELECT
            account_id, campaign_id, max(known) AS sent,
            toInt32(max(best) + (sum(best) - max(best)) / 2) AS weight,
            arraySort(groupArray(concat(by, ': ', toString(round(best / 1000, 1)), ' bits'))) AS carried,
            max(told) >= {family_millibits_min:Int32} AS is_told
        FROM family_tie
        GROUP BY account_id, campaign_id
        HAVING weight >= {recognised_millibits_min:Int32}
            AND countIf(best >= {family_millibits_min:Int32}) >= {families_min:UInt32}
    ),
    -- One row a value that says nothing by itself: how many newcomers carry it, and who of them is recognised.
    company AS (
        SELECT
            campaign_id, trait, value_hash, uniqExact(account_id) AS carriers,
            uniqExactIf(account_id, (campaign_id, account_id) IN (SELECT campaign_id, account_id FROM tie WHERE is_told)) AS told
        FROM newcomer_trait
        WHERE NOT tells AND weight_millibits >= {family_millibits_min:Int32}
        GROUP BY campaign_id, trait, value_hash
        HAVING told >= {company_min:UInt32} AND told * {company_one_in:UInt32} >= carriers
    ),
    -- One row a newcomer and campaign whose company speaks, by two families.
    kept AS (
        SELECT
            account_id, campaign_id,
            groupArray(concat(trait, ': ', toString(company.told), ' of ', toString(company.carriers), ' who carry it')) AS seen_with
        FROM newcomer_trait
        INNER JOIN company USING (campaign_id, trait, value_hash)
        GROUP BY account_id, campaign_id
        HAVING uniqExact(family) >= {families_min:UInt32}
    )
SELECT
    {family_run_id:UUID}, account_id, campaign_id, {now:DateTime64(3)}, sent, weight,
    if(is_told, carried, arraySort(arrayConcat(carried, seen_with)))
FROM tie
LEFT JOIN kept USING (account_id, campaign_id)
WHERE (is_told OR notEmpty(seen_with))
  AND account_id NOT IN (SELECT account_id FROM account_recognised WHERE run_id = {family_run_id:UUID})
ORDER BY account_id, is_told DESC, weight DESC, campaign_id
LIMIT 1 BY account_id
