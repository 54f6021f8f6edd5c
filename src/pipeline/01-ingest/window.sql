-- window: the first and the last instant that was read.
--
-- Reads   exchange
-- Grain   one row
--
-- A few misdated rows must not move it: one exchange dated 2099 made every account old and every
-- address stale, and two campaigns vanished. So a day beyond all but one in two thousand is the end.

SELECT
    toString(greatest(min(received_at), quantileExactLow(0.0005)(received_at) - INTERVAL 1 DAY))  AS start,
    toString(least(max(received_at), quantileExactHigh(0.9995)(received_at) + INTERVAL 1 DAY))    AS end,
    count()                                                                                       AS exchanges
FROM exchange
