-- exchange_text: what an exchange says, for somebody whose reading is written down.
--
-- Reads   exchange
-- Grain   one row

SELECT exchange_id, text_policy, system, prompt, response
FROM exchange
WHERE exchange_id = {exchange_id:String}
LIMIT 1
