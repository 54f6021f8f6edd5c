-- exchange_day: how many exchanges of a partition were received on each day.
--
-- Reads   exchange
-- Grain   day

SELECT
    toString(toDate(received_at)) AS day,
    count()                       AS rows
FROM exchange
WHERE _partition_id = {partition_id:String}
GROUP BY day
ORDER BY day
