-- explore_choice: what exchanges can be told apart by, and the days that there are.
--
-- Reads   exchange, exchange_fingerprint
-- Grain   one row

SELECT
    (SELECT toString(toDate(max(received_at))) FROM exchange)                   AS last_day,
    (SELECT toString(toDate(min(received_at))) FROM exchange)                   AS first_day,
    (SELECT arraySort(topK(100)(toString(model))) FROM exchange)      AS models,
    (SELECT arraySort(groupUniqArray(100)(toString(channel))) FROM exchange)    AS channels,
    (SELECT arraySort(groupUniqArray(100)(toString(plan))) FROM exchange)       AS plans,
    (SELECT arraySort(groupUniqArray(100)(toString(capability))) FROM exchange_fingerprint) AS capabilities
