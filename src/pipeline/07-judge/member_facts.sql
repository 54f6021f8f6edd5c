-- member_facts: each member of a cluster with what its standing is judged by.
--
-- Reads   account_identity, account_mission, cluster_member, exchange_fingerprint, exchange_origin,
--         exchange_template, reference, template_slot
-- Grain   one row a member

WITH
    -- One row a member of a cluster.
    member AS (
        SELECT cluster_id, account_id, is_core, is_seed, weight_millibits, links
        FROM cluster_member
        WHERE run_id = {run_id:UUID}
    ),
    size AS (SELECT cluster_id, countIf(is_seed) AS seeds FROM member GROUP BY cluster_id),
    quiet AS (SELECT account_id FROM account_mission WHERE run_id = {run_id:UUID} AND is_quiet),
    -- One row a family and account: how often the account sends it.
    sent AS (
        SELECT family_id, account_id, sum(template_slot.exchanges) AS exchanges
        FROM template_slot
        WHERE run_id = {run_id:UUID}
        GROUP BY family_id, account_id
    ),
    -- One row a cluster and family that it is known by: its own, where most who send it are its members; or its
    -- seeds send it twenty times as often as those who ask for nothing that trains, whatever other pools do.
    known_family AS (
        SELECT cluster_id, family_id, count() * 2 >= any(carriers) AS is_own
        FROM sent
        LEFT JOIN (SELECT cluster_id, account_id, is_seed FROM member) AS held USING (account_id)
        INNER JOIN (
            SELECT
                family_id, count() AS carriers, countIf(account_id IN (SELECT account_id FROM quiet)) AS quiet_carriers
            FROM sent
            GROUP BY family_id
        ) AS carried USING (family_id)
        INNER JOIN size USING (cluster_id)
        GROUP BY cluster_id, family_id
        HAVING count() >= 3 AND (is_own OR countIf(is_seed) >= 3
            AND countIf(is_seed) / any(seeds) >= {known_ratio:Float64} * (any(quiet_carriers) + 1) / greatest(1, (SELECT count() FROM quiet)))
    ),
    -- One row a member: its exchanges in the families that its cluster is known by, and in those of its own. Not those
    -- that three and more of the quiet send word for word: a prompt that goes round is known to everybody.
    partaken AS (
        SELECT
            cluster_id, account_id, sum(template_slot.exchanges) AS known_exchanges,
            sumIf(template_slot.exchanges, is_own) AS family_exchanges
        FROM template_slot
        INNER JOIN member USING (account_id)
        INNER JOIN known_family USING (cluster_id, family_id)
        WHERE run_id = {run_id:UUID} AND (family_id, slot_hash) NOT IN (
            SELECT family_id, slot_hash
            FROM template_slot
            INNER JOIN quiet USING (account_id)
            WHERE run_id = {run_id:UUID}
            GROUP BY family_id, slot_hash
            HAVING count() >= 3)
        GROUP BY cluster_id, account_id
    ),
    -- One row an exchange of a member: whether it is of the harvest, through which program, in its time.
    deed AS (
        SELECT
            account_id, cityHash64(client_hash, header_hash, ja4_hash) AS program,
            elicitation != 0 OR extraction_millibits >= {worded_millibits_min:Int32}
                OR exchange_id GLOBAL IN (
                    SELECT exchange_id FROM exchange_template
                    INNER JOIN member USING (account_id)
                    WHERE run_id = {run_id:UUID}
                      AND (cluster_id, family_id) IN (SELECT cluster_id, family_id FROM known_family)) AS is_harvest,
            received_at,
            row_number() OVER (PARTITION BY account_id ORDER BY received_at, exchange_id) AS place,
            count() OVER (PARTITION BY account_id) AS deeds,
            countIf(is_harvest) OVER (PARTITION BY account_id) AS harvested_all
        FROM exchange_origin
        GLOBAL INNER JOIN (
            SELECT account_id, received_at, exchange_id, elicitation, extraction_millibits
            FROM exchange_fingerprint
            WHERE account_id GLOBAL IN (SELECT account_id FROM member)
        ) AS print USING (account_id, received_at, exchange_id)
        WHERE account_id GLOBAL IN (SELECT account_id FROM member)
    ),
    -- One row a member and part of its life: a program, or the first half of its exchanges.
    life AS (
        SELECT
            account_id, part, count() AS n, uniqExact(toDate(received_at)) AS days, countIf(is_harvest) AS k,
            any(deeds) - n AS n_rest, any(harvested_all) - k AS k_rest, any(harvested_all) / any(deeds) AS share
        FROM deed
        ARRAY JOIN [('program', program), ('half', toUInt64(place * 2 > deeds))] AS part
        WHERE part != ('half', 1)
        GROUP BY account_id, part
    ),
    -- One row a member: how far a part that harvests half as often as the rest, or less, is not so by chance:
    -- the log likelihood ratio of two binomial shares against one.
    lived AS (
        SELECT
            account_id,
            max(if(least(n, n_rest) < {life_exchanges_min:UInt32} OR days < {life_days_min:UInt32} OR 2 * k * n_rest > k_rest * n OR share = 0, 0,
                (if(k = 0, 0, k * log2(k / n / share)) + (n - k) * log2((1 - k / n) / greatest(1e-3, 1 - share))
                 + k_rest * log2(k_rest / n_rest / share)
                 + if(k_rest = n_rest, 0, (n_rest - k_rest) * log2((1 - k_rest / n_rest) / (1 - share)))))) AS other_life_bits
        FROM life
        GROUP BY account_id
    )
SELECT
    cluster_id, account_id, is_core, weight_millibits, links, family_exchanges, known_exchanges,
    account_id IN (SELECT account_id FROM reference WHERE run_id = {run_id:UUID}) AS is_reference,
    is_organization_verified, mission_millibits, asked_millibits, other_life_bits, is_known,
    dateDiff('day', created_at, {window_end:DateTime64(3)}) AS age_days,
    -- Asked of those with one life, for owners of stolen keys would make each other look ordinary; where
    -- hardly anybody has one, of all.
    toUInt32(if(countIf(other_life_bits < 2) OVER (PARTITION BY cluster_id) * 4 >= count() OVER (PARTITION BY cluster_id),
        quantileExactLowIf(0.5)(age_days, other_life_bits < 2) OVER (PARTITION BY cluster_id),
        quantileExactLow(0.5)(age_days) OVER (PARTITION BY cluster_id))) AS age_days_typical
FROM member
INNER JOIN account_identity USING (account_id)
INNER JOIN (
    SELECT account_id, mission_millibits, asked_millibits FROM account_mission WHERE run_id = {run_id:UUID}
) AS mission USING (account_id)
LEFT JOIN partaken USING (cluster_id, account_id)
LEFT JOIN lived USING (account_id)
ORDER BY cluster_id, account_id
