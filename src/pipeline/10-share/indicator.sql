-- indicator: what values of one kind are worth to others, and why they may not leave.
--
-- Reads   account_mission, campaign_member, cleared, reference
--         indicator_carrier   who carries which value that operators share, over all accounts
-- Writes  indicator
-- Grain   (run_id, campaign_id, kind, value_hash)
--
-- A value leaves where eight operators carry it and nine of ten who do are operators, by (k + 1) / (n + 2): whoever
-- matches it elsewhere is then likely to be one. A campaign's victims and customers count as others. No proven
-- customer may carry it, and of what is told from texts nobody who asks for nothing that trains. Of whom people let go
-- nothing is told, and they count as others.

INSERT INTO indicator (
    run_id, campaign_id, kind, value_hash, first_seen_at, last_seen_at, operators, carriers, reference_carriers,
    quiet_carriers, kept_out, alike
)
WITH
    let_go AS (SELECT subject_kind, subject_id FROM cleared WHERE run_id = {run_id:UUID}),
    operator AS (
        SELECT campaign_id, account_id
        FROM campaign_member
        WHERE run_id = {run_id:UUID} AND role = 'operator'
          AND campaign_id NOT IN (SELECT subject_id FROM let_go WHERE subject_kind = 'campaign')
          AND account_id NOT IN (SELECT subject_id FROM let_go WHERE subject_kind = 'account')
    ),
    -- One row a value.
    carried AS (
        SELECT
            value_hash,
            count() AS carriers_all,
            countIf(account_id IN (SELECT account_id FROM reference WHERE run_id = {run_id:UUID})) AS proven,
            countIf(account_id NOT IN (SELECT account_id FROM operator) AND account_id IN (
                SELECT account_id FROM account_mission WHERE run_id = {run_id:UUID} AND is_quiet)) AS quiet
        FROM indicator_carrier
        GROUP BY value_hash
    ),
    -- One row a campaign and value that two of its operators carry.
    judged AS (
        SELECT
            campaign_id, value_hash, count() AS of_campaign, min(first_at) AS first_of, max(last_at) AS last_of,
            any(carriers_all) AS of_all, any(proven) AS of_reference, any(quiet) AS of_quiet,
            multiIf(
                of_reference > 0, 'proven customers carry it',
                {spares_quiet:Bool} AND of_quiet > 0, 'ordinary accounts carry it',
                of_campaign < {operators_min:UInt32}, 'few operators carry it',
                10 * (of_campaign + 1) < 9 * (of_all + 2), 'others carry it',
                '') AS reason
        FROM indicator_carrier
        INNER JOIN operator USING (account_id)
        INNER JOIN carried USING (value_hash)
        GROUP BY campaign_id, value_hash
        HAVING of_campaign >= 2
    )
SELECT
    {run_id:UUID}, campaign_id, {kind:String}, value_hash, first_of, last_of, of_campaign, of_all, of_reference,
    of_quiet, reason, count() OVER (PARTITION BY campaign_id, reason)
FROM judged
QUALIFY row_number() OVER (PARTITION BY campaign_id, reason ORDER BY of_campaign DESC, last_of DESC, value_hash)
    <= if(reason = '', {told_max:UInt32}, {kept_out_max:UInt32})
