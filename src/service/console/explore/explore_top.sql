-- explore_top: which values of one column the exchanges of a filter have most, beside the period of the same length before.
--
-- Reads   exchange, exchange_fingerprint, campaign_member
-- Grain   one row a value
--
-- A filter that is '' holds for all.

WITH
    toDate({from:String})                                             AS first_day,
    toDate({to:String})                                               AS last_day,
    first_day - (last_day - first_day) - 1                            AS before_day,
    printed AS (
        SELECT exchange_id, toString(capability) AS drawn
        FROM exchange_fingerprint
        WHERE {by:String} = 'capability' AND toDate(received_at) BETWEEN before_day AND last_day
    )
SELECT
    multiIf({by:String} = 'model', toString(model), {by:String} = 'channel', toString(channel),
            {by:String} = 'plan', toString(plan), {by:String} = 'capability', drawn,
            account_id)                                               AS value,
    toUInt32(countIf(toDate(received_at) >= first_day))               AS exchanges,
    toUInt32(countIf(toDate(received_at) < first_day))                AS exchanges_before,
    toUInt32(uniqIf(account_id, toDate(received_at) >= first_day))    AS accounts
FROM exchange
LEFT JOIN printed USING (exchange_id)
WHERE toDate(received_at) BETWEEN before_day AND last_day
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
                AND toDate(received_at) BETWEEN before_day AND last_day
                AND ({capability:String} = '' OR capability = {capability:String})
                AND ({elicited:String} = '' OR (elicitation != 0) = ({elicited:String} = 'yes'))))
GROUP BY value
HAVING exchanges > 0
ORDER BY exchanges DESC, value
LIMIT 20
