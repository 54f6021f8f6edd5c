-- subject_profile: the pooled facts that detectors look at.
--
-- Reads   account_profile, account_identity, exchange, model_release, subject_member, subject_template
-- Writes  subject_profile
-- Grain   (run_id, subject_kind, subject_id)

INSERT INTO subject_profile (
    run_id, subject_kind, subject_id, accounts, entities, payers, exchanges, served, limited, refused, days,
    tokens_in, tokens_out, elicited, elicitation_counts, capability_counts, extraction_millibits,
    constrained, lengthy, single_turn, foreign_turns, hours, templated, slots, slots_repeated,
    slots_foreign, looped, loop_slots, loop_repeated, loop_lengthy, loop_slots_lengthy, value_used, value_paid, born, unramped, after_release,
    on_release, verified_entities, old_entities
)
WITH
    -- One row an account: its days summed, and whether its first day was as full as its fullest.
    total AS (
        SELECT
            account_id,
            sum(exchanges) AS exchanges_all, sum(served) AS served_all, sum(limited) AS limited_all,
            sum(refused) AS refused_all, count() AS days_all,
            sum(tokens_in) AS tokens_in_all, sum(tokens_out) AS tokens_out_all,
            sum(elicited) AS elicited_all, sumForEach(elicitation_counts) AS elicitation_all,
            sumForEach(capability_counts) AS capability_all,
            sum(extraction_millibits) AS extraction_all, sum(constrained) AS constrained_all, sum(lengthy) AS lengthy_all,
            sum(single_turn) AS single_turn_all, sum(foreign_turns) AS foreign_all, sumForEach(hours) AS hours_all,
            argMin(exchanges, profile_date) AS first_day, max(exchanges) AS fullest_day,
            min(profile_date) AS first_date
        FROM account_profile
        GROUP BY account_id
    ),
    -- One row an account: its traffic in the day after a release.
    pivot AS (
        SELECT account_id, count() AS after_all, countIf(exchange.model = released_model) AS on_all
        FROM exchange
        GLOBAL INNER JOIN (
            SELECT model AS released_model, released_at, arrayJoin([toDate(released_at), toDate(released_at) + 1]) AS release_date
            FROM model_release
        ) AS release ON release_date = toDate(exchange.received_at)
        WHERE exchange.received_at >= released_at AND exchange.received_at < released_at + INTERVAL 1 DAY
        GROUP BY account_id
    ),
    -- One row an account: all of it.
    whole AS (
        SELECT
            total.account_id AS account_id, exchanges_all, served_all, limited_all, refused_all,
            days_all, tokens_in_all, tokens_out_all, elicited_all, elicitation_all, capability_all,
            extraction_all, constrained_all, lengthy_all, single_turn_all, foreign_all, hours_all, first_day, fullest_day,
            first_date, after_all, on_all, entity_id,
            if(payment_hash != 0 AND payment_kind != 'voucher', toString(payment_hash), entity_id) AS payer, is_known, created_at, price_month,
            is_verified OR is_organization_verified AS is_proven
        FROM total
        LEFT JOIN pivot ON pivot.account_id = total.account_id
        INNER JOIN account_identity ON account_identity.account_id = total.account_id
    ),
    -- One row a subject.
    pooled AS (
        SELECT
            subject_kind, subject_id,
            count() AS p_accounts, uniqExact(entity_id) AS p_entities, uniqExact(payer) AS p_payers,
            -- What is ordinary is asked of many, not of a few loud ones.
            sum(if(subject_kind = 'population', least(exchanges_all, 200), exchanges_all)) AS p_exchanges,
            sum(served_all) AS p_served, sum(limited_all) AS p_limited, sum(refused_all) AS p_refused,
            max(days_all) AS p_days, sum(tokens_in_all) AS p_in, sum(tokens_out_all) AS p_out,
            sum(elicited_all) AS p_elicited,
            sumForEach(if(subject_kind = 'population', arrayMap(c -> least(c, 3), elicitation_all), elicitation_all)) AS p_elicitation,
            sumForEach(capability_all) AS p_capability, sum(extraction_all) AS p_extraction,
            sum(constrained_all) AS p_constrained, sum(lengthy_all) AS p_lengthy, sum(single_turn_all) AS p_single,
            sum(if(subject_kind = 'population', least(foreign_all, 3), foreign_all)) AS p_foreign,
            sumForEach(hours_all) AS p_hours,
            sum(price_month) AS p_price,
            countIf(is_known AND created_at > {window_start:DateTime64(3)} - INTERVAL 14 DAY) AS p_born,
            countIf(is_known AND created_at > {window_start:DateTime64(3)} - INTERVAL 14 DAY
                AND first_date <= toDate(created_at) + 2
                AND fullest_day >= 10 AND first_day * 2 >= fullest_day) AS p_unramped,
            sum(after_all) AS p_after, sum(on_all) AS p_on,
            uniqExactIf(entity_id, is_proven) AS p_verified,
            uniqExactIf(entity_id, is_known AND created_at < {window_end:DateTime64(3)} - INTERVAL 180 DAY) AS p_old
        FROM whole
        INNER JOIN (
            SELECT subject_kind, subject_id, account_id FROM subject_member WHERE run_id = {run_id:UUID}
        ) AS member USING (account_id)
        GROUP BY subject_kind, subject_id
    )
SELECT
    {run_id:UUID}, subject_kind, subject_id, p_accounts, p_entities, p_payers, p_exchanges, p_served, p_limited,
    p_refused, p_days, p_in, p_out, p_elicited, p_elicitation, p_capability, p_extraction,
    p_constrained, p_lengthy, p_single, p_foreign, p_hours, templated, slots, slots_repeated,
    slots_foreign, looped, loop_slots, loop_repeated, loop_lengthy, loop_slots_lengthy,
    -- List prices differ; three and fifteen dollars a million tokens are of the order of all of them.
    round((p_in * 3 + p_out * 15) / 1e6, 2),
    round(p_price * greatest(1, dateDiff('day', {window_start:DateTime64(3)}, {window_end:DateTime64(3)})) / 30, 2),
    p_born, p_unramped, p_after, p_on, p_verified, p_old
FROM pooled
LEFT JOIN (
    SELECT * FROM subject_template WHERE run_id = {run_id:UUID}
) AS template USING (subject_kind, subject_id)
