-- partner_met: what a partner told as one campaign and operators of a campaign of ours carry.
--
-- Reads   campaign, campaign_member, indicator_match, indicator_received, indicator_shared, partner_weight
-- Grain   (told_campaign, campaign_id)
--
-- For people who may vouch for the partner, and nothing is concluded from it. Whoever tells a thousand things meets some: so it says
-- how many were told for those that were met. Whoever was told back what was met can call it one campaign afterwards: so it says when
-- anything of it was told first, by whatever name, and when it was so called. Whoever repeats others knows nothing: what another told
-- before, who is not paused, or what had left here, is counted beside.

WITH
    -- One row a pattern and what the partner called it.
    told AS (
        SELECT indicator_id, if(campaign_name = '', indicator_id, campaign_name) AS told_campaign, min(received_at) AS named_at
        FROM indicator_received
        WHERE partner_id = {partner_id:String}
        GROUP BY indicator_id, told_campaign
    ),
    known_before AS (
        SELECT indicator_id, min(at) AS known_at
        FROM (
            SELECT indicator_id, shared_at AS at FROM indicator_shared
            UNION ALL
            SELECT indicator_id, received_at FROM indicator_received
            WHERE partner_id != {partner_id:String}
              AND partner_id IN (SELECT partner_id FROM partner_weight WHERE run_id = {run_id:UUID} AND NOT is_paused)
        ) AS by_whomever
        GROUP BY indicator_id
    ),
    -- One row a pattern, account that carries it and campaign of which it is an operator, or none.
    carried AS (
        SELECT told_campaign, indicator_id, kind, account_id, of_campaign
        FROM (
            SELECT told_campaign, indicator_id, toString(kind) AS kind, account_id
            FROM indicator_match
            WHERE run_id = {run_id:UUID} AND partner_id = {partner_id:String} AND weight_millibits > 0
        ) AS matched
        LEFT JOIN (
            SELECT account_id, campaign_id AS of_campaign FROM campaign_member WHERE run_id = {run_id:UUID} AND role = 'operator'
        ) AS member USING (account_id)
    ),
    -- One row a told campaign, campaign of ours and pattern.
    hit AS (
        SELECT
            told_campaign, of_campaign, indicator_id, any(kind) AS kind, groupUniqArray(account_id) AS accounts,
            any(first_at) AS told_at, any(so_named_at) AS named_at, any(is_known) AS is_echo
        FROM carried
        INNER JOIN (
            SELECT indicator_id, min(named_at) AS first_at, any(known_at) > 0 AND any(known_at) <= first_at AS is_known
            FROM told LEFT JOIN known_before USING (indicator_id) GROUP BY indicator_id
        ) AS first USING (indicator_id)
        LEFT JOIN (SELECT indicator_id, told_campaign, named_at AS so_named_at FROM told) AS so
            USING (indicator_id, told_campaign)
        WHERE of_campaign != ''
        GROUP BY told_campaign, of_campaign, indicator_id
    )
SELECT
    told_campaign, of_campaign AS campaign_id, any(toString(found.verdict)) AS verdict,
    arraySort(groupUniqArray(kind)) AS kinds,
    toUInt32(any(all_told)) AS patterns_told, toUInt32(count()) AS patterns_met, toUInt32(countIf(is_echo)) AS patterns_echoed,
    toUInt32(length(groupUniqArrayArray(accounts))) AS operators, toUInt32(any(all_carry) - operators) AS others,
    formatDateTime(any(campaign_told_at), '%FT%TZ') AS first_told,
    formatDateTime(max(greatest(named_at, told_at)), '%FT%TZ') AS last_named
FROM hit
INNER JOIN (SELECT campaign_id AS of_campaign, verdict FROM campaign WHERE run_id = {run_id:UUID}) AS found USING (of_campaign)
INNER JOIN (SELECT of_campaign, min(told_at) AS campaign_told_at FROM hit GROUP BY of_campaign) AS of_ours USING (of_campaign)
INNER JOIN (
    SELECT told_campaign, uniqExact(account_id) AS all_carry FROM carried GROUP BY told_campaign
) AS of_told USING (told_campaign)
LEFT JOIN (SELECT told_campaign, count() AS all_told FROM told GROUP BY told_campaign) AS ever USING (told_campaign)
GROUP BY told_campaign, campaign_id
ORDER BY operators DESC, told_campaign, campaign_id
LIMIT {rows_max:UInt32}
