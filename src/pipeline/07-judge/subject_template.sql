-- subject_template: how much of a subject's traffic is cut from templates, and how its slots lie.
--
-- Reads   exchange_template, subject_member, account_identity, reference
-- Writes  subject_template
-- Grain   (run_id, subject_kind, subject_id)
--
-- A loader shares slots out, so hardly any occurs at two of its accounts; a class does the same work,
-- a benchmark the same items: theirs occur at many, inside and outside.

INSERT INTO subject_template (
    run_id, subject_kind, subject_id, templated, slots, slots_repeated, slots_foreign, looped,
    loop_slots, loop_repeated
)
WITH
    (SELECT uniqExact(entity_id) FROM reference WHERE run_id = {run_id:UUID}) AS population,
    -- One row a family, slot and account, of what was answered: what was refused is asked again, by
    -- whoever, and says nothing of how work is shared out. The opening speaks for the text; the
    -- closing where the opening has no family.
    sent AS (
        SELECT family_id, slot_hash, account_id, count() AS exchanges
        FROM (
            SELECT account_id, exchange_id, argMin(family_id, part) AS family_id, any(slot_hash) AS slot_hash
            FROM exchange_template
            WHERE run_id = {run_id:UUID} AND part IN (2, 3) AND is_served
            GROUP BY account_id, exchange_id
        ) AS chosen
        GROUP BY family_id, slot_hash, account_id
    ),
    -- One row a family that is uncommon: hardly any customer of the reference sends it.
    uncommon AS (
        SELECT family_id, uniqExact(account_id) AS carriers_all
        FROM sent
        LEFT JOIN (
            SELECT account_id, entity_id FROM reference WHERE run_id = {run_id:UUID}
        ) AS trusted USING (account_id)
        GROUP BY family_id
        HAVING uniqExactIf(entity_id, entity_id != '') <= greatest(2, population / 200)
    ),
    -- One row a family and slot: how many accounts in all send it.
    everywhere AS (
        SELECT family_id, slot_hash, count() AS accounts_all
        FROM sent
        GROUP BY family_id, slot_hash
    ),
    -- One row a subject, family and slot.
    slot AS (
        SELECT
            subject_kind, subject_id, family_id, slot_hash,
            sum(exchanges)            AS slot_exchanges,
            count()                   AS slot_accounts,
            any(accounts_all)         AS slot_accounts_all,
            groupUniqArray(account_id) AS senders
        FROM sent
        INNER JOIN (
            SELECT subject_kind, subject_id, account_id FROM subject_member WHERE run_id = {run_id:UUID}
        ) AS member USING (account_id)
        INNER JOIN everywhere USING (family_id, slot_hash)
        WHERE family_id IN (SELECT family_id FROM uncommon)
        GROUP BY subject_kind, subject_id, family_id, slot_hash
    ),
    -- One row a subject and family. A family is the subject's own where most of its carriers are in
    -- it; a single account cannot own one. It is a loop where most of its texts are new.
    family AS (
        SELECT
            subject_kind, subject_id, family_id,
            sum(slot_exchanges)                            AS family_exchanges,
            count()                                        AS family_slots,
            countIf(slot_accounts >= 2)                    AS family_repeated,
            countIf(slot_accounts_all > slot_accounts)     AS family_foreign,
            uniqExactArray(senders)                        AS carriers_inside,
            family_slots * 2 >= family_exchanges           AS is_loop
        FROM slot
        GROUP BY subject_kind, subject_id, family_id
    )
SELECT
    {run_id:UUID}, subject_kind, subject_id,
    sum(family_exchanges), sum(family_slots), sum(family_repeated), sum(family_foreign),
    sumIf(family_exchanges, is_loop AND is_own), sumIf(family_slots, is_loop AND is_own),
    sumIf(family_repeated, is_loop AND is_own)
FROM (
    SELECT *, subject_kind = 'account' OR carriers_inside * 2 >= carriers_all AS is_own
    FROM family
    INNER JOIN uncommon USING (family_id)
) AS owned
GROUP BY subject_kind, subject_id
