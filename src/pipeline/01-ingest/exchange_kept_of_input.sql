-- exchange_kept_of_input: of each exchange of one input that is there more than once the row that stays,
-- by the rule of `exchange_kept`.
--
-- Reads   exchange
-- Writes  exchange_kept
-- Grain   one row a repeated exchange

INSERT INTO exchange_kept
SELECT *
FROM exchange
WHERE exchange_id IN (
    SELECT exchange_id
    FROM exchange
    WHERE exchange_id IN (SELECT exchange_id FROM exchange WHERE input_id = {input_id:UInt32})
    GROUP BY exchange_id
    HAVING count() > 1
)
ORDER BY exchange_id, received_at, row_hash, input_id
LIMIT 1 BY exchange_id
