-- explore_days: exchanges that meet a filter, by day.
--
-- Reads   exchange, exchange_fingerprint, campaign_member
-- Grain   one row a day (UTC)
--
-- A filter that is '' holds for all.

SELECT
    toString(toDate(received_at))      AS day,
    toUInt32(count())                  AS exchanges,
    toUInt32(uniq(account_id))         AS accounts,
    toFloat64(sum(ifNull(tokens_out, 0))) AS tokens_out
FROM exchange
WHERE toDate(received_at) BETWEEN toDate({from:String}) AND toDate({to:String})
  AND ({model:String} = '' OR model = {model:String})
  AND ({channel:String} = '' OR channel = {channel:String})
  AND ({plan:String} = '' OR plan = {plan:String})
  AND ({campaign:String} = ''
       OR (account_id IN (
              SELECT account_id FROM campaign_member
              WHERE run_id = {run_id:UUID}
                AND ({campaign:String} IN ('none', 'any') OR campaign_id = {campaign:String})))
          = ({campaign:String} != 'none'))
  AND (({capability:String} = '' AND {elicited:String} = '')
       OR exchange_id IN (
              SELECT exchange_id FROM exchange_fingerprint
              WHERE ({capability:String} != '' OR {elicited:String} != '')
                AND toDate(received_at) BETWEEN toDate({from:String}) AND toDate({to:String})
                AND ({capability:String} = '' OR capability = {capability:String})
                AND ({elicited:String} = '' OR (elicitation != 0) = ({elicited:String} = 'yes'))))
GROUP BY day
ORDER BY day
LIMIT 40000
