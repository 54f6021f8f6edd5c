-- campaign_trait: what one trait is worth for each value that operators of a campaign carry.
--
-- Reads   account_identity, account_mission, campaign_member
--         banned, campaign_banned   whom the provider sent away, and who of them is of which campaign
--         trait_value               who carries what
-- Writes  campaign_trait
-- Grain   (run_id, campaign_id, trait, value_hash)
--
-- Pool first, test second, as `cluster_tie` does: a pool of forty exits shares each with few, and any of them
-- with most. So a value is worth how many operators carry one as rare or rarer, against how many of the quiet
-- do, shrunk towards the shipped curve. What many of the quiet carry is no trait of anybody. Whom the provider
-- sent away is no measure of what is ordinary. A wave of bans may be strangers, so more of it must carry a value.

INSERT INTO campaign_trait (run_id, campaign_id, trait, family, value_hash, weight_millibits)
WITH
    operator AS (
        SELECT campaign_id, account_id, entity_id
        FROM (
            SELECT campaign_id, account_id
            FROM campaign_member
            WHERE run_id = {run_id:UUID} AND role = 'operator'
            UNION DISTINCT
            SELECT campaign_id, account_id FROM campaign_banned
        ) AS member
        INNER JOIN account_identity USING (account_id)
    ),
    size AS (SELECT campaign_id, count() AS operators_all FROM operator GROUP BY campaign_id),
    quiet AS (
        SELECT account_id
        FROM account_mission
        WHERE run_id = {run_id:UUID} AND is_quiet AND account_id NOT IN (SELECT account_id FROM banned)
    ),
    (SELECT count() FROM quiet) AS quiet_all,
    -- One row a campaign and value that two of its operators carry.
    value AS (
        SELECT campaign_id, value_hash, quiet_carriers
        FROM (
            SELECT campaign_id, value_hash
            FROM trait_value
            INNER JOIN operator USING (account_id)
            GROUP BY campaign_id, value_hash
            HAVING uniqExact(entity_id) >= if(startsWith(campaign_id, 'banned-'), {wave_carriers_min:UInt32}, 2)
        ) AS recurring
        LEFT JOIN (
            SELECT value_hash, uniqExact(account_id) AS quiet_carriers
            FROM trait_value
            WHERE account_id IN (SELECT account_id FROM quiet)
            GROUP BY value_hash
        ) AS carried USING (value_hash)
        WHERE quiet_carriers <= quiet_all * {common_share:Float64}
    ),
    -- One row a campaign and account that carries one: the rarest.
    holder AS (
        SELECT
            campaign_id, account_id, min(quiet_carriers) AS rarity,
            max((campaign_id, account_id) IN (SELECT campaign_id, account_id FROM operator)) AS is_operator,
            max(account_id IN (SELECT account_id FROM quiet)) AS is_quiet
        FROM trait_value
        INNER JOIN value USING (value_hash)
        GROUP BY campaign_id, account_id
    ),
    -- Holders and values in one order, so that each value sees who carries what is as rare or rarer.
    ranked AS (
        SELECT
            campaign_id, value_hash,
            sum(is_operator) OVER rarer AS operators,
            sum(is_quiet) OVER rarer    AS by_chance
        FROM (
            SELECT campaign_id, toUInt64(0) AS value_hash, rarity, is_operator, is_quiet FROM holder
            UNION ALL
            SELECT campaign_id, value_hash, quiet_carriers, 0, 0 FROM value
        ) AS placed
        WINDOW rarer AS (PARTITION BY campaign_id ORDER BY rarity)
    )
SELECT
    {run_id:UUID}, campaign_id, {trait:String}, {family:String}, value_hash,
    toInt32(round(1000 * least({bits_max:Float64}, log2(((operators + 0.5) / (operators_all + 1))
        / ((by_chance + greatest(0.5, {prior_entities:UInt32} * {unseen_frequency:Float64}))
            / (quiet_all + {prior_entities:UInt32})))))) AS weight
FROM ranked
INNER JOIN size USING (campaign_id)
WHERE value_hash != 0 AND weight > 0
