-- repeated_count: how many exchanges of one input are there more than once, in it or before it.
--
-- Reads   exchange
-- Grain   one row
--
-- Bounded by the time that the input spans, so that a segment of the live service costs what it holds
-- and not what was ever kept.

WITH
    (SELECT min(received_at) FROM exchange WHERE input_id = {input_id:UInt32}) AS first,
    (SELECT max(received_at) FROM exchange WHERE input_id = {input_id:UInt32}) AS last
SELECT count() AS repeated
FROM (
    SELECT exchange_id
    FROM exchange
    WHERE received_at BETWEEN first AND last
      AND exchange_id IN (SELECT exchange_id FROM exchange WHERE input_id = {input_id:UInt32})
    GROUP BY exchange_id
    HAVING count() > 1
)
