-- campaign_taken: which answers a campaign took.
--
-- Reads   account_mission, account_profile, campaign, campaign_mark, exchange, exchange_fingerprint,
--         exchange_template, template_slot, verdict
-- Writes  campaign_taken
-- Grain   (run_id, campaign_id, account_id, exchange_id)
--
-- Taken is what was answered and carries a mark of the campaign, and the rest of its conversation. A loader
-- sends with one set of settings, so where many exchanges of a setting are taken, others of it are too that
-- no mark recognised. How many, the ordinary texts among them say: cover has as many as everybody's traffic.

INSERT INTO campaign_taken (run_id, campaign_id, account_id, exchange_id, share_thousandths)
WITH
    member AS (
        SELECT campaign_id, subject_id AS account_id
        FROM verdict
        INNER JOIN (SELECT campaign_id, cluster_id FROM campaign WHERE run_id = {run_id:UUID}) AS named
            ON cluster_id = reasons[2]
        WHERE run_id = {run_id:UUID} AND subject_kind = 'account' AND reasons[1] IN ('operator', 'customer', 'victim')
    ),
    own AS (
        SELECT campaign_id, toString(kind) AS own_kind, value_hash
        FROM campaign_mark
        WHERE run_id = {run_id:UUID} AND accounts >= {accounts_min:UInt32}
          AND weight_millibits >= {own_millibits_min:Int32}
    ),
    quiet AS (SELECT account_id FROM account_mission WHERE run_id = {run_id:UUID} AND is_quiet),
    -- One row a text that everybody sends: so many of those who ask for nothing that trains.
    ordinary AS (
        SELECT family_id, sum(exchanges) AS times
        FROM template_slot
        WHERE run_id = {run_id:UUID} AND account_id IN (SELECT account_id FROM quiet)
        GROUP BY family_id
        HAVING uniqExact(account_id) >= {ordinary_carriers_min:Float64} * (SELECT count() FROM quiet)
    ),
    -- And no campaign sends them more than they do.
    usual AS (
        SELECT campaign_id, value_hash
        FROM campaign_mark
        WHERE run_id = {run_id:UUID} AND kind = 'family' AND weight_millibits < {ordinary_millibits_max:Int32}
          AND value_hash IN (SELECT family_id FROM ordinary)
    ),
    -- What share of their traffic is such texts.
    (
        SELECT (SELECT sum(times) FROM ordinary) / greatest(1, sum(exchanges))
        FROM account_profile
        WHERE account_id IN (SELECT account_id FROM quiet)
    ) AS ordinary_share,
    print AS (
        SELECT
            account_id AS by_account, exchange_id AS id, system_hash AS prompted, tools_hash AS tools_set, parameters_hash, opening_hash,
            arrayConcat(bitPositionsToArray(elicitation), if(extraction_millibits >= {worded_millibits_min:Int32}, [16], [])) AS classes
        FROM exchange_fingerprint
        WHERE account_id GLOBAL IN (SELECT account_id FROM member)
    ),
    text AS (
        SELECT account_id AS by_account, exchange_id AS id, family_id
        FROM exchange_template
        WHERE run_id = {run_id:UUID} AND part = 2
    ),
    -- One row an account and system prompt that is cut from a family of the campaign's own.
    system_own AS (
        SELECT DISTINCT campaign_id, by_account, prompted
        FROM exchange_template
        INNER JOIN print ON by_account = account_id AND id = exchange_id
        GLOBAL INNER JOIN member ON member.account_id = by_account
        WHERE run_id = {run_id:UUID} AND part = 1 AND (campaign_id, 'system', family_id) GLOBAL IN (SELECT * FROM own)
    ),
    -- One row an exchange of a member.
    sent AS (
        SELECT
            campaign_id, exchange.account_id AS account_id, exchange_id, exchange.received_at AS received_at, turns,
            ifNull(status, 200) < 400 AND refusal_category = '' AND stop_reason != 'refusal' AS is_answered,
            cityHash64(prompted != 0, tools_set, parameters_hash, model) AS setting,
            if(first_prompt_hash = 0, cityHash64(exchange_id), cityHash64(first_prompt_hash, prompted)) AS conversation,
            (campaign_id, family_id) GLOBAL IN (SELECT campaign_id, value_hash FROM usual) AS is_ordinary,
            (campaign_id, exchange.account_id, prompted) GLOBAL IN (SELECT * FROM system_own) AS by_system,
            (campaign_id, 'family', family_id) GLOBAL IN (SELECT * FROM own)
                OR arrayExists(c -> (campaign_id, 'class', toUInt64(c)) GLOBAL IN (SELECT * FROM own), classes)
                OR (campaign_id, 'opening', opening_hash) GLOBAL IN (SELECT * FROM own)
                OR (campaign_id, 'class', toUInt64(17)) GLOBAL IN (SELECT * FROM own) AND notEmpty(received_turn_hashes)
                    AND received_turn_hashes[1] GLOBAL NOT IN (SELECT response_hash FROM exchange WHERE response_hash != 0)
                AS is_marked
        FROM exchange
        GLOBAL INNER JOIN member ON member.account_id = exchange.account_id
        INNER JOIN print ON print.by_account = exchange.account_id AND print.id = exchange_id
        LEFT JOIN text ON text.by_account = exchange.account_id AND text.id = exchange_id
    ),
    -- One row an exchange: whether its conversation was the campaign's by then. A harness whose users hold
    -- conversations is a product that is passed on; a loop asks once.
    told AS (
        SELECT
            *,
            is_answered AND (is_marked OR by_system AND single_share >= {single_share_min:Float64}) AS is_own,
            is_answered AND received_at >= min(if(is_own, received_at, toDateTime64('2100-01-01 00:00:00', 3, 'UTC')))
                OVER (PARTITION BY campaign_id, conversation) AS is_told
        FROM (SELECT *, avg(turns <= 2) OVER (PARTITION BY campaign_id, by_system) AS single_share FROM sent)
    ),
    -- One row an exchange: of its setting, how many are told, and how many of the others may be.
    pooled AS (
        SELECT
            campaign_id, account_id, exchange_id, is_told, is_answered, is_ordinary,
            countIf(is_told) OVER setting AS told_all,
            countIf(is_answered AND NOT is_told) OVER setting AS others,
            countIf(is_answered AND NOT is_told AND is_ordinary) OVER setting AS others_ordinary,
            uniqExactIf(account_id, is_told) OVER setting AS told_accounts
        FROM told
        WINDOW setting AS (PARTITION BY campaign_id, setting)
    )
SELECT
    {run_id:UUID}, campaign_id, account_id, exchange_id,
    toUInt16(multiIf(
        is_told, 1000,
        NOT is_answered OR is_ordinary OR told_accounts < {accounts_min:UInt32}
            OR told_all < {setting_share_min:Float64} * (told_all + others) OR ordinary_share < {ordinary_share_min:Float64}, 0,
        1000 * greatest(0, others - others_ordinary / ordinary_share) / greatest(1, others - others_ordinary))) AS share
FROM pooled
WHERE share > 0
