-- account_recognised: the newcomers who look like one campaign beyond what chance gives among thousands.
--
-- Reads   account_identity, newcomer_tie, newcomer_trait
-- Writes  account_recognised
-- Grain   one row an account
--
-- A program with its settings is what strangers have of one SDK: something must say what the account is for, or
-- who pays. Or the company that it keeps: where a third of all newcomers with its program, by two families of
-- traits, are recognised by what they are for, the program is the pool's and no SDK. Of a campaign that is
-- coming back, as ten newcomers who are recognised show, less is asked of the next, where it is what these bring. A verified organisation is one, as
-- in a run: what it shares with a pool may have been taken from it, and is for the run to say.

INSERT INTO account_recognised (
    run_id, account_id, campaign_id, recognised_at, exchanges, weight_millibits, traits
)
WITH
    back AS (
        SELECT campaign_id
        FROM newcomer_tie
        WHERE is_told AND weight >= {recognised_millibits_min:Int32}
        GROUP BY campaign_id
        HAVING count() >= {company_min:UInt32}
    ),
    sure AS (
        SELECT account_id, campaign_id
        FROM newcomer_tie
        WHERE is_told AND weight >= if(is_told_by_pool AND campaign_id IN (SELECT campaign_id FROM back),
            {back_millibits_min:Int32}, {recognised_millibits_min:Int32})
    ),
    -- One row a value that many carry who are sure, and few beside them.
    company AS (
        SELECT
            campaign_id, trait, value_hash, count() AS carriers,
            countIf((account_id, campaign_id) IN (SELECT account_id, campaign_id FROM sure)) AS sure_carriers
        FROM newcomer_trait
        WHERE weight_millibits >= {family_millibits_min:Int32}
        GROUP BY campaign_id, trait, value_hash
        HAVING sure_carriers >= {company_min:UInt32} AND sure_carriers * {company_one_in:UInt32} >= carriers
    ),
    -- One row a newcomer and campaign whose company speaks, by two families.
    kept AS (
        SELECT
            account_id, campaign_id,
            groupArray(concat(trait, ': ', toString(sure_carriers), ' of ', toString(carriers), ' who carry it')) AS seen_with
        FROM newcomer_trait
        INNER JOIN company USING (campaign_id, trait, value_hash)
        GROUP BY account_id, campaign_id
        HAVING uniqExactIf(family, family != 'partner') >= {families_min:UInt32}
    )
SELECT
    {family_run_id:UUID}, account_id, campaign_id, {now:DateTime64(3)}, sent, weight,
    if(is_sure, carried, arraySort(arrayConcat(carried, seen_with)))
FROM (
    SELECT *, (account_id, campaign_id) IN (SELECT account_id, campaign_id FROM sure) AS is_sure
    FROM newcomer_tie
) AS tie
LEFT JOIN kept USING (account_id, campaign_id)
WHERE account_id NOT IN (SELECT account_id FROM account_identity WHERE is_organization_verified)
  AND (is_sure OR (notEmpty(seen_with) AND (is_told OR weight >= {back_millibits_min:Int32})))
  AND account_id NOT IN (SELECT account_id FROM account_recognised WHERE run_id = {family_run_id:UUID})
ORDER BY account_id, is_sure DESC, weight DESC, campaign_id
LIMIT 1 BY account_id
