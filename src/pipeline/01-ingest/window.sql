-- window: the first and the last instant that was read.
--
-- Reads   exchange

SELECT
    toString(min(received_at)) AS start,
    toString(max(received_at)) AS end,
    count()                    AS exchanges
FROM exchange
