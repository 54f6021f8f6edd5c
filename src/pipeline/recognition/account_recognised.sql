-- account_recognised: the newcomers who look like one campaign beyond what chance gives among thousands.
--
-- Reads   newcomer, newcomer_trait
-- Writes  account_recognised
-- Grain   one row an account
--
-- Of each family the strongest trait; of the families the strongest whole and the others half, for they
-- overlap. One family alone is a text that goes round or an exit that is sold twice, and a program with its
-- settings is what strangers have of one SDK: something must say what the account is for, or who pays.

INSERT INTO account_recognised (
    run_id, account_id, campaign_id, recognised_at, exchanges, weight_millibits, traits
)
WITH
    -- One row a newcomer, campaign and family.
    family_tie AS (
        SELECT account_id, campaign_id, family, max(weight_millibits) AS best, argMax(trait, weight_millibits) AS by,
            maxIf(weight_millibits, tells) AS told
        FROM newcomer_trait
        GROUP BY account_id, campaign_id, family
    ),
    -- One row a newcomer and campaign.
    tie AS (
        SELECT
            account_id, campaign_id,
            toInt32(max(best) + (sum(best) - max(best)) / 2) AS weight,
            arraySort(groupArray(concat(by, ': ', toString(round(best / 1000, 1)), ' bits'))) AS carried,
            countIf(best >= {family_millibits_min:Int32}) AS families,
            max(told) AS told_best
        FROM family_tie
        GROUP BY account_id, campaign_id
    )
SELECT
    {family_run_id:UUID}, account_id, campaign_id, {now:DateTime64(3)}, newcomer.exchanges, weight, carried
FROM tie
INNER JOIN newcomer USING (account_id)
WHERE weight >= {recognised_millibits_min:Int32} AND families >= {families_min:UInt32}
  AND told_best >= {family_millibits_min:Int32}
  AND account_id NOT IN (SELECT account_id FROM account_recognised WHERE run_id = {family_run_id:UUID})
ORDER BY account_id, weight DESC, campaign_id
LIMIT 1 BY account_id
