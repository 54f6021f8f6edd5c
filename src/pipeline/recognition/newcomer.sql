-- newcomer: who sent something new and so little in all that a run could not know it yet.
--
-- Reads   account_mission, campaign_member, exchange, exchange_fingerprint
-- Writes  newcomer
-- Grain   one row an account
--
-- The first comparison after a run takes whoever came in the days before it: what they are compared with is new.

INSERT INTO newcomer (account_id, exchanges)
SELECT account_id, count() AS sent
FROM exchange_fingerprint
WHERE (account_id IN (SELECT account_id FROM exchange WHERE input_id >= {derive_from:UInt32})
       OR ({is_first:Bool} AND account_id IN (
           SELECT account_id
           FROM exchange
           GROUP BY account_id
           HAVING min(received_at) >= (SELECT max(received_at) FROM exchange) - INTERVAL {newcomer_days:UInt32} DAY)))
  AND account_id NOT IN (SELECT account_id FROM campaign_member WHERE run_id = {family_run_id:UUID})
  AND account_id NOT IN (
      SELECT account_id FROM account_mission
      WHERE run_id = {family_run_id:UUID} AND exchanges > {newcomer_exchanges_max:UInt32})
GROUP BY account_id
HAVING sent <= {newcomer_exchanges_max:UInt32}
