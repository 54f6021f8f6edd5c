-- campaign_trait: what it speaks against a campaign that a newcomer has a standing which its operators lack.
--
-- Reads   account_identity, account_mission, campaign_member
--         banned, campaign_banned   whom the provider sent away, and who of them is of which campaign
--         trait_value               the standing of each account
-- Writes  campaign_trait
-- Grain   (run_id, campaign_id, trait, value_hash)
--
-- Learnt from each campaign: a pool of aged or verified accounts has them among its operators, and then an age
-- or a proof speaks for nobody. That a newcomer lacks a standing speaks against nobody either.

INSERT INTO campaign_trait (run_id, campaign_id, trait, family, value_hash, weight_millibits)
WITH
    operator AS (
        SELECT campaign_id, account_id
        FROM campaign_member
        WHERE run_id = {run_id:UUID} AND role = 'operator'
        UNION DISTINCT
        SELECT campaign_id, account_id FROM campaign_banned
    ),
    size AS (SELECT campaign_id, count() AS operators_all FROM operator GROUP BY campaign_id),
    -- One row a standing that the quiet have.
    ordinary AS (
        SELECT value_hash, count() AS quiet_carriers, sum(count()) OVER () AS quiet_all
        FROM trait_value
        WHERE account_id IN (SELECT account_id FROM account_mission WHERE run_id = {run_id:UUID} AND is_quiet)
          AND account_id NOT IN (SELECT account_id FROM banned)
        GROUP BY value_hash
    ),
    carried AS (
        SELECT campaign_id, value_hash, count() AS operators
        FROM operator
        INNER JOIN trait_value USING (account_id)
        GROUP BY campaign_id, value_hash
    )
SELECT
    {run_id:UUID}, size.campaign_id, {trait:String}, {family:String}, ordinary.value_hash,
    toInt32(round(1000 * greatest({bits_min:Float64}, log2(((operators + 0.5) / (operators_all + {values:UInt32} / 2))
        / ((quiet_carriers + 0.5) / (quiet_all + {values:UInt32} / 2)))))) AS weight
FROM size
CROSS JOIN ordinary
LEFT JOIN carried ON carried.campaign_id = size.campaign_id AND carried.value_hash = ordinary.value_hash
WHERE weight < 0
