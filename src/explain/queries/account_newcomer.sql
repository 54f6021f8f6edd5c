-- account_newcomer: what ties one newcomer to campaigns of a run, and whether it is recognised by that.
--
-- Reads   account_recognised, newcomer_trait
-- Grain   (campaign_id, trait)

SELECT
    campaign_id, trait, tells, weight_millibits, exchanges,
    recognised.campaign AS recognised_campaign, recognised.at AS recognised_at,
    recognised.weight AS recognised_millibits, recognised.known AS recognised_exchanges, recognised.carried AS recognised_traits
FROM newcomer_trait
LEFT JOIN (
    SELECT
        account_id, argMax(campaign_id, recognised_at) AS campaign, toString(max(recognised_at)) AS at,
        argMax(weight_millibits, recognised_at) AS weight, argMax(exchanges, recognised_at) AS known,
        argMax(traits, recognised_at) AS carried
    FROM account_recognised
    WHERE run_id = {run_id:UUID} AND account_id = {account_id:String}
    GROUP BY account_id
) AS recognised USING (account_id)
WHERE account_id = {account_id:String}
ORDER BY campaign_id, weight_millibits DESC, trait
