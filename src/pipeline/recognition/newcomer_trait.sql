-- newcomer_trait: the rarest value of one trait by which a newcomer resembles a campaign.
--
-- Reads   campaign_trait, newcomer
--         trait_value      who carries what
-- Writes  newcomer_trait
-- Grain   (account_id, campaign_id, trait)

INSERT INTO newcomer_trait (account_id, campaign_id, trait, family, tells, value_hash, weight_millibits, exchanges)
SELECT account_id, campaign_id, {trait:String}, any(family), {tells:Bool},
    argMax(value_hash, (weight_millibits, value_hash)), max(weight_millibits), any(exchanges)
FROM trait_value
INNER JOIN newcomer USING (account_id)
INNER JOIN (
    SELECT campaign_id, value_hash, family, weight_millibits
    FROM campaign_trait
    WHERE run_id = {family_run_id:UUID} AND trait = {trait:String}
) AS known USING (value_hash)
GROUP BY account_id, campaign_id
