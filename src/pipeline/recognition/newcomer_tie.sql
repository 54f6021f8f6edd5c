-- newcomer_tie: how much a newcomer looks like a campaign, and whether anything says what it is for.
--
-- Reads   newcomer_trait
-- Writes  newcomer_tie, opened anew for each comparison
-- Grain   (account_id, campaign_id)
--
-- Of each family the strongest trait; of the families the strongest whole and the others half, for they
-- overlap. A program and its settings are one value with the program in it: of the two the stronger counts. What speaks against
-- it is taken off whole. One family alone is a text that goes round or an exit that is sold twice. A text that many newcomers
-- send of whom few have anything else of the pool goes round as well, and tells nothing. Where few send it nobody knows: it tells of
-- whoever has more of the pool, and is no sign that the pool is back.

WITH
    -- One row a newcomer and campaign of which two families speak.
    tie AS (
        SELECT
            account_id, campaign_id, max(known) AS sent,
            greatest(least(maxIf(best, family = 'client'), maxIf(best, family = 'settings')), 0) AS twice,
            toInt32(max(best) + (sumIf(best, best > 0) - twice - max(best)) / 2 + sumIf(best, best < 0)) AS weight,
            arraySort(groupArray(concat(by, ': ', toString(round(best / 1000, 1)), ' bits'))) AS carried
        FROM (
            SELECT
                account_id, campaign_id, family, max(weight_millibits) AS best,
                argMax(trait, (weight_millibits, trait)) AS by, max(exchanges) AS known
            FROM newcomer_trait
            GROUP BY account_id, campaign_id, family
        )
        GROUP BY account_id, campaign_id
        HAVING weight >= {tie_millibits_min:Int32}
            AND countIf(best >= {family_millibits_min:Int32} AND family != 'partner') >= {families_min:UInt32}
    ),
    -- One row a value that says what an account is for: texts only if a third of who send them look like the pool.
    telling AS (
        SELECT
            campaign_id, trait, value_hash,
            any(family) != 'content' OR {company_one_in:UInt32} * countIf((account_id, campaign_id) IN (
                SELECT account_id, campaign_id FROM tie WHERE weight >= {recognised_millibits_min:Int32})) >= count() AS is_of_pool
        FROM newcomer_trait
        WHERE tells AND weight_millibits >= {family_millibits_min:Int32}
        GROUP BY campaign_id, trait, value_hash
        HAVING is_of_pool OR count() <= {company_one_in:UInt32}
    ),
    -- One row a newcomer and campaign of which it carries what tells.
    told AS (
        SELECT account_id, campaign_id, max(is_of_pool) AS by_pool
        FROM newcomer_trait
        INNER JOIN telling USING (campaign_id, trait, value_hash)
        WHERE weight_millibits >= {family_millibits_min:Int32}
        GROUP BY account_id, campaign_id
    )
SELECT
    account_id, campaign_id, sent, weight, carried,
    (account_id, campaign_id) IN (SELECT account_id, campaign_id FROM told)                 AS is_told,
    (account_id, campaign_id) IN (SELECT account_id, campaign_id FROM told WHERE by_pool)   AS is_told_by_pool
FROM tie
