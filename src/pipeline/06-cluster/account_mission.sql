-- account_mission: how far each account's own requests look like a harvest.
--
-- Reads   account_profile, exchange_fingerprint, link, reference, template_slot
-- Writes  account_mission
-- Grain   (run_id, account_id)
--
-- The strongest speaks; they overlap and are not added. The count of a class of elicitation, of answers that
-- were never served here, of texts whose wording is that of a harvest, or of answers that open with one tag,
-- against a Poisson count at the rate of proven customers, of whom each counts three times at most, so that no
-- pool makes its own habit ordinary. A count and no share: cover traffic dilutes shares. And a loop: ever new
-- slots in a text that the reference hardly sends; where half of thousands of accounts loop, as on a platform
-- of batch jobs, it tells nobody apart and no loop speaks.

INSERT INTO account_mission (
    run_id, account_id, exchanges, asked_millibits, mission_millibits, is_suspect, is_quiet
)
WITH
    trusted AS (SELECT account_id, entity_id FROM reference WHERE run_id = {run_id:UUID}),
    (SELECT uniqExact(entity_id) FROM trusted) AS population,
    -- One row an account: its counts, of classes and last of foreign answers and of telling wording.
    whole AS (
        SELECT
            account_id, sum(exchanges) AS sent, sum(served) AS answered, sum(lengthy) AS answered_lengthy,
            arrayConcat(sumForEach(elicitation_counts), [sum(foreign_turns), sum(worded)]) AS counts
        FROM account_profile
        GROUP BY account_id
    ),
    -- One row: the rate of each among proven customers, shrunk towards that of everybody.
    ordinary AS (
        SELECT
            sumForEach(arrayMap(c -> toFloat64(least(c, 3)), counts)) AS counts_all,
            sum(least(sent, {sent_max:UInt32})) AS sent_all,
            sumForEachIf(arrayMap(c -> toFloat64(least(c, 3)), counts), is_trusted) AS counts_trusted,
            sumIf(least(sent, {sent_max:UInt32}), is_trusted) AS sent_trusted,
            arrayMap((c, t) -> greatest({rate_min:Float64},
                shrunk_rate(t, sent_trusted, c, sent_all, {prior_sent:UInt32})),
                counts_all, arrayResize(counts_trusted, length(counts_all))) AS rates
        FROM (SELECT *, account_id IN (SELECT account_id FROM trusted) AS is_trusted FROM whole)
    ),
    -- One row an account and tag that its answers open with. Whatever words and whatever language a wrapper
    -- has, a program must be able to cut its answers out.
    opened AS (
        SELECT account_id, opening_hash, count() AS times
        FROM exchange_fingerprint
        WHERE opening_hash != 0
        GROUP BY account_id, opening_hash
    ),
    opening_rate AS (
        SELECT
            opening_hash,
            greatest({rate_min:Float64}, shrunk_rate(
                sumIf(least(times, 3), account_id IN (SELECT account_id FROM trusted)), any(sent_trusted),
                sum(least(times, 3)), any(sent_all), {prior_sent:UInt32})) AS rate
        FROM opened
        CROSS JOIN ordinary
        GROUP BY opening_hash
    ),
    forced AS (
        SELECT
            account_id,
            max(poisson_bits(times, sent * rate)) AS forced_bits
        FROM opened
        INNER JOIN whole USING (account_id)
        INNER JOIN opening_rate USING (opening_hash)
        WHERE times >= {forced_min:UInt32}
        GROUP BY account_id
    ),
    -- One row an account: its loops over texts that are uncommon.
    loop AS (
        SELECT
            account_id, sum(family_exchanges) AS looped, sum(family_slots) AS loop_slots,
            sum(family_lengthy) AS loop_lengthy, sum(family_slots_lengthy) AS loop_slots_lengthy
        FROM (
            SELECT
                account_id, family_id, count() AS family_slots,
                exchanges_worth(sum(works), family_slots, sum(tokens), sum(intDiv(tokens, works))) AS family_exchanges,
                sum(tokens_lengthy) * 2 >= sum(tokens) AS is_lengthy,
                is_lengthy * sum(lengthy) AS family_lengthy, is_lengthy * countIf(lengthy > 0) AS family_slots_lengthy
            FROM template_slot
            WHERE run_id = {run_id:UUID} AND works > 0 AND family_id NOT IN (
                SELECT family_id
                FROM (SELECT DISTINCT family_id, account_id FROM template_slot WHERE run_id = {run_id:UUID}) AS sent
                INNER JOIN trusted USING (account_id)
                GROUP BY family_id
                HAVING uniqExact(entity_id) > greatest(2, population / 200))
            GROUP BY account_id, family_id
            HAVING family_slots * 2 >= family_exchanges
        )
        GROUP BY account_id
        HAVING loop_slots >= {loop_slots_min:UInt32}
    ),
    (SELECT count() FROM loop)
        <= greatest({loop_accounts_min:UInt32}, {loop_accounts_share:Float64} * (SELECT count() FROM whole)) AS loops_tell
SELECT
    {run_id:UUID}, account_id, sent,
    -- As many counts are tried as there are classes: what the best of them costs is taken off (Bonferroni).
    toInt32(1000 * least(20, greatest(0, greatest(forced_bits,
        arrayMax(arrayMap((c, r) -> poisson_bits(c, sent * r), counts, rates))) - log2(length(counts))))) AS asked,
    greatest(asked, toInt32(1000 * loops_tell * {loop_bits:Float64}
        * least(1, greatest(looped / greatest(1, answered),
            lengthy_loop(loop_slots_lengthy, {loop_slots_min:UInt32}, loop_lengthy, answered_lengthy))
            / {loop_share_full:Float64})
        * least(1, 1.5 * loop_slots / greatest(1, looped)))) AS mission,
    mission >= {mission_millibits_min:Int32} OR account_id IN (
        SELECT arrayJoin([account_a, account_b]) FROM link
        WHERE run_id = {run_id:UUID} AND is_controlled) AS suspect,
    NOT suspect AND (answered >= {quiet_exchanges_min:UInt32} OR account_id IN (SELECT account_id FROM trusted))
FROM whole
LEFT JOIN loop USING (account_id)
LEFT JOIN forced USING (account_id)
CROSS JOIN ordinary
