-- account_profile: how each account behaved on each day.
--
-- Reads   exchange, exchange_fingerprint
-- Writes  account_profile
-- Grain   (account_id, profile_date)
--
-- Sums only, so that any group's profile is the sum of its members'.

INSERT INTO account_profile (
    account_id, profile_date, exchanges, served, limited, refused, tokens_in, tokens_out,
    tokens_reasoning, elicited, elicitation_counts, capability_counts, extraction_millibits, worded,
    constrained, lengthy, single_turn, batch, foreign_turns, hours, first_seen_at, last_seen_at
)
SELECT
    account_id,
    toDate(received_at)                                        AS day,
    count(),
    countIf(ifNull(status, 200) < 400),
    countIf(status IN (429, 529)),
    countIf(refusal_category != '' OR stop_reason = 'refusal'),
    sum(toUInt64(greatest(ifNull(tokens_in, 0), 0))),
    sum(toUInt64(greatest(ifNull(tokens_out, 0), 0))),
    sum(toUInt64(greatest(ifNull(tokens_reasoning, 0), 0))),
    countIf(elicitation != 0),
    sumForEach(arrayMap(bit -> toUInt64(bitTest(elicitation, bit)), range(16))),
    sumForEach(arrayMap(name -> toUInt64(capability = name), {capabilities:Array(String)})),
    sum(toInt64(extraction_millibits)),
    countIf(extraction_millibits >= {worded_millibits_min:Int32}),
    -- A short answer to a longer question: a label, an index entry, a yes.
    countIf(response_bytes BETWEEN 1 AND 240 AND prompt_bytes >= response_bytes
            AND ifNull(status, 200) < 400),
    countIf(ifNull(status, 200) < 400 AND is_lengthy(response_bytes, tokens_out)),
    countIf(turns <= 2),
    countIf(is_batch = true),
    -- Distinct answers that came back as the newest and were served to nobody. Examples that every request
    -- repeats are one. On the first day a conversation may have begun before the log. And each answer that the log has not
    -- may be one of them: some keep none of what was streamed.
    greatest(0, toInt64(uniqExactIf(received_turn_hashes[1], notEmpty(received_turn_hashes)
        AND exchange.received_at >= {window_start:DateTime64(3)} + INTERVAL 1 DAY
        AND received_turn_hashes[1] NOT IN (SELECT response_hash FROM exchange WHERE response_hash != 0)))
        - toInt64(countIf(ifNull(status, 200) < 400 AND response_bytes = 0))),
    sumForEach(arrayMap(hour -> toUInt64(toHour(exchange.received_at) = hour), range(24))),
    min(exchange.received_at),
    max(exchange.received_at)
FROM exchange
INNER JOIN (
    SELECT
        account_id, received_at, exchange_id, elicitation, extraction_millibits, capability, prompt_bytes,
        response_bytes
    FROM exchange_fingerprint
) AS prints ON prints.account_id = exchange.account_id AND prints.received_at = exchange.received_at
    AND prints.exchange_id = exchange.exchange_id
GROUP BY account_id, day
-- Both tables lie in the order of the keys.
SETTINGS join_algorithm = 'full_sorting_merge'
