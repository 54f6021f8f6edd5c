-- newcomer: whom the provider sent away and no campaign has as a member, to be compared like newcomers.
--
-- Reads   banned, campaign_member, exchange_fingerprint
-- Writes  newcomer
-- Grain   one row an account

INSERT INTO newcomer (account_id, exchanges)
SELECT account_id, count()
FROM exchange_fingerprint
WHERE account_id IN (SELECT account_id FROM banned)
  AND account_id NOT IN (SELECT account_id FROM campaign_member WHERE run_id = {run_id:UUID})
GROUP BY account_id
