-- subject_template: how much of a subject's traffic is cut from templates, and how its slots lie.
--
-- Reads   account_mission, template_slot, subject_member, reference
-- Writes  subject_template
-- Grain   (run_id, subject_kind, subject_id)
--
-- A loader shares slots out, so hardly any occurs at two of its accounts; a class does the same work,
-- a benchmark the same items: theirs occur at many, inside and outside.

INSERT INTO subject_template (
    run_id, subject_kind, subject_id, templated, slots, slots_repeated, slots_foreign, looped,
    loop_slots, loop_repeated, loop_lengthy, loop_slots_lengthy
)
WITH
    (SELECT uniqExact(entity_id) FROM reference WHERE run_id = {run_id:UUID}) AS population,
    quiet AS (SELECT account_id FROM account_mission WHERE run_id = {run_id:UUID} AND is_quiet),
    (SELECT count() FROM quiet) AS quiet_all,
    -- One row a family that is uncommon: hardly any customer of the reference sends it.
    uncommon AS (
        SELECT
            family_id, uniqExact(account_id) AS carriers_all,
            uniqExactIf(account_id, account_id IN (SELECT account_id FROM quiet)) AS carriers_quiet
        FROM (SELECT DISTINCT family_id, account_id FROM template_slot WHERE run_id = {run_id:UUID}) AS sent
        LEFT JOIN (
            SELECT account_id, entity_id FROM reference WHERE run_id = {run_id:UUID}
        ) AS trusted USING (account_id)
        GROUP BY family_id
        HAVING uniqExactIf(entity_id, entity_id != '') <= greatest(2, population / 200)
    ),
    -- One row an uncommon family, slot and account, with how many accounts in all do the work of it.
    slot AS (
        SELECT family_id, slot_hash, account_id, works AS exchanges, lengthy, tokens, tokens_lengthy, senders AS accounts_all
        FROM template_slot
        WHERE run_id = {run_id:UUID} AND works > 0 AND family_id IN (SELECT family_id FROM uncommon)
    ),
    -- One row a cluster, family and slot.
    cluster_slot AS (
        SELECT
            subject_id, family_id, slot_hash, sum(exchanges) AS slot_exchanges,
            sum(lengthy) AS slot_lengthy, sum(tokens) AS slot_tokens, sum(tokens_lengthy) AS slot_tokens_lengthy,
            groupArray(account_id) AS senders, count() AS slot_accounts, any(accounts_all) AS slot_accounts_all
        FROM slot
        INNER JOIN (
            SELECT subject_id, account_id FROM subject_member
            WHERE run_id = {run_id:UUID} AND subject_kind = 'cluster'
        ) AS member USING (account_id)
        GROUP BY subject_id, family_id, slot_hash
    ),
    size AS (
        SELECT subject_id, count() AS members
        FROM subject_member
        WHERE run_id = {run_id:UUID} AND subject_kind = 'cluster'
        GROUP BY subject_id
    ),
    -- One row a subject and family. A family is a cluster's own where most of its carriers are in it, or
    -- where its members carry it twenty times as often as those who ask for nothing that trains, whatever other
    -- pools do. It is a loop where most of its texts are new (a repeat counts by what it took), and a lengthy one where
    -- most of what it took is in long answers: a labeller gets a longer one now and then.
    family AS (
        SELECT
            'cluster' AS kind, subject_id AS subject, sum(slot_exchanges) AS family_exchanges,
            count() AS family_slots, countIf(slot_accounts >= 2) AS family_repeated,
            countIf(slot_accounts_all > slot_accounts) AS family_foreign,
            exchanges_worth(family_exchanges, family_slots, sum(slot_tokens), sum(intDiv(slot_tokens, slot_exchanges))) AS family_worth,
            sum(slot_tokens_lengthy) * 2 >= sum(slot_tokens) AS is_lengthy,
            is_lengthy * sum(slot_lengthy) AS family_lengthy, is_lengthy * countIf(slot_lengthy > 0) AS family_slots_lengthy,
            uniqExactArray(senders) AS carriers,
            carriers * 2 >= any(carriers_all)
                OR (carriers >= 3 AND carriers / any(members)
                    >= {known_ratio:Float64} * (any(carriers_quiet) + 1) / greatest(1, quiet_all)) AS is_own
        FROM cluster_slot
        INNER JOIN uncommon USING (family_id)
        INNER JOIN size USING (subject_id)
        GROUP BY subject_id, family_id
        UNION ALL
        SELECT subject.1, subject.2, family_exchanges, family_slots, 0, family_foreign, family_worth, is_lengthy, family_lengthy, family_slots_lengthy, 1, 1
        FROM (
            SELECT
                account_id, sum(exchanges) AS family_exchanges, count() AS family_slots,
                countIf(accounts_all > 1) AS family_foreign,
                exchanges_worth(family_exchanges, family_slots, sum(tokens), sum(intDiv(tokens, exchanges))) AS family_worth,
                sum(tokens_lengthy) * 2 >= sum(tokens) AS is_lengthy,
                is_lengthy * sum(lengthy) AS family_lengthy, is_lengthy * countIf(lengthy > 0) AS family_slots_lengthy
            FROM slot
            GROUP BY account_id, family_id
        )
        ARRAY JOIN if(
            account_id IN (
                SELECT account_id FROM subject_member WHERE run_id = {run_id:UUID} AND subject_kind = 'population'),
            [('account', account_id), ('population', 'peers')], [('account', account_id)]) AS subject
    )
SELECT
    {run_id:UUID}, kind, subject,
    sum(family_exchanges), sum(family_slots), sum(family_repeated), sum(family_foreign),
    sumIf(family_worth, is_own AND family_slots * 2 >= family_worth),
    sumIf(family_slots, is_own AND family_slots * 2 >= family_worth),
    sumIf(family_repeated, is_own AND family_slots * 2 >= family_worth),
    sumIf(family_lengthy, is_own AND family_slots * 2 >= family_worth),
    sumIf(family_slots_lengthy, is_own AND family_slots * 2 >= family_worth)
FROM family
GROUP BY kind, subject
