-- campaign_mark: what marks requests as a campaign's own.
--
-- Reads   account_mission, account_profile, campaign, exchange_fingerprint, exchange_template, template_slot, verdict
-- Writes  campaign_mark
-- Grain   (run_id, campaign_id, kind, value_hash)
--
-- A mark is whatever members send far more often than accounts that ask for nothing that trains: other campaigns, and
-- those of this one that were not found, would make its texts ordinary. On both sides an account counts three times
-- at most, so that no loud one makes its habit ordinary, or the campaign's.

INSERT INTO campaign_mark (
    run_id, campaign_id, kind, value_hash, accounts, exchanges, weight_millibits
)
WITH
    member AS (
        SELECT campaign_id, subject_id AS account_id
        FROM verdict
        INNER JOIN (SELECT campaign_id, cluster_id FROM campaign WHERE run_id = {run_id:UUID}) AS named
            ON cluster_id = reasons[2]
        WHERE run_id = {run_id:UUID} AND subject_kind = 'account' AND reasons[1] IN ('operator', 'customer', 'victim')
    ),
    -- One row an account, kind and value: how often it sends it.
    carried AS (
        SELECT account_id, 'family' AS kind, family_id AS value, sum(template_slot.exchanges) AS times
        FROM template_slot
        WHERE run_id = {run_id:UUID}
        GROUP BY account_id, family_id
        UNION ALL
        SELECT account_id, 'system', family_id, sum(prompted.times)
        FROM (
            SELECT account_id, system_hash, count() AS times
            FROM exchange_fingerprint
            WHERE system_hash != 0
            GROUP BY account_id, system_hash
        ) AS prompted
        INNER JOIN (
            SELECT prints.account_id AS account_id, prints.system_hash AS system_hash, family_id
            FROM exchange_fingerprint AS prints
            INNER JOIN (
                SELECT account_id, exchange_id, family_id FROM exchange_template WHERE run_id = {run_id:UUID} AND part = 1
            ) AS told ON told.account_id = prints.account_id AND told.exchange_id = prints.exchange_id
        ) AS cut USING (account_id, system_hash)
        GROUP BY account_id, family_id
        UNION ALL
        SELECT account_id, 'class', toUInt64(place), totals[place + 1]
        FROM (
            SELECT
                account_id,
                arrayConcat(sumForEach(elicitation_counts), [sum(worded), sum(foreign_turns)]) AS totals
            FROM account_profile
            GROUP BY account_id
        )
        ARRAY JOIN range(length(totals)) AS place
        WHERE totals[place + 1] > 0
        UNION ALL
        SELECT account_id, 'opening', opening_hash, count()
        FROM exchange_fingerprint
        WHERE opening_hash != 0
        GROUP BY account_id, opening_hash
    ),
    -- One row an account: how much it sends at all; of what is ordinary many are asked, not a few loud ones.
    sent AS (
        SELECT account_id, least(sum(account_profile.exchanges), {sent_max:UInt32}) AS all_times
        FROM account_profile
        GROUP BY account_id
    ),
    quiet AS (
        SELECT account_id
        FROM account_mission
        WHERE run_id = {run_id:UUID} AND is_quiet AND account_id NOT IN (SELECT account_id FROM member)
    ),
    (SELECT sum(all_times) FROM sent WHERE account_id IN (SELECT account_id FROM quiet)) AS sent_outside,
    -- One row a campaign, kind and value; without a campaign, what the quiet send of it.
    counted AS (
        SELECT
            campaign_id, kind, value,
            count() AS carriers, sum(times) AS times_all, sum(least(times, 3)) AS times_capped,
            sumIf(times_capped, campaign_id = '') OVER (PARTITION BY kind, value) AS outside_times
        FROM carried
        LEFT JOIN member USING (account_id)
        WHERE campaign_id != '' OR account_id IN (SELECT account_id FROM quiet)
        GROUP BY campaign_id, kind, value
    ),
    size AS (
        SELECT campaign_id, sum(all_times) AS sent_inside
        FROM sent
        INNER JOIN member USING (account_id)
        GROUP BY campaign_id
    )
SELECT
    {run_id:UUID}, campaign_id, kind, value, carriers, times_all,
    toInt32(round(1000 * log2(
        times_capped * greatest(0.1, 1 - 1 / sqrt(times_capped)) / sent_inside
        / ((outside_times + 0.5) / greatest(1, sent_outside)))))
FROM counted
INNER JOIN size USING (campaign_id)
