-- indicator: what values of one kind are worth to others, and why they may not leave.
--
-- Reads   account_mission, campaign_member, reference
--         indicator_carrier   who carries which value that operators share, over all accounts
-- Writes  indicator
-- Grain   (run_id, campaign_id, kind, value_hash)
--
-- A value leaves where eight operators carry it and nine of ten who do are operators, by (k + 1) / (n + 2): whoever
-- matches it elsewhere is then likely to be one. A campaign's victims and customers count as others. No proven
-- customer may carry it, and of what is told from texts nobody who asks for nothing that trains.

INSERT INTO indicator (
    run_id, campaign_id, kind, value_hash, first_seen_at, last_seen_at, operators, carriers, reference_carriers,
    quiet_carriers, kept_out, alike
)
WITH
    member AS (
        SELECT campaign_id, account_id, role FROM campaign_member WHERE run_id = {run_id:UUID}
    ),
    operator AS (SELECT account_id FROM member WHERE role = 'operator'),
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
    -- One row a campaign and value that two of its operators carry. Who is known: its operators, customers and victims, and who is quiet.
    shared AS (
        SELECT
            campaign_id, value_hash, countIf(role = 'operator') AS of_campaign, min(first_at) AS first_of, max(last_at) AS last_of,
            any(carriers_all) AS of_all, any(proven) AS of_reference, any(quiet) AS of_quiet,
            of_campaign + greatest(of_quiet, countIf(role != 'operator')) AS of_known
        FROM indicator_carrier
        INNER JOIN member USING (account_id)
        INNER JOIN carried USING (value_hash)
        GROUP BY campaign_id, value_hash
        HAVING of_campaign >= 2
    ),
    -- The same, with all of its kind: beyond the two by which each was noticed, how many who are known are operators.
    judged AS (
        SELECT
            *,
            sumIf(of_campaign - 2, of_reference = 0) OVER (PARTITION BY campaign_id) AS beyond_of,
            sumIf(of_known - 2, of_reference = 0) OVER (PARTITION BY campaign_id) AS beyond_known,
            multiIf(
                of_reference > 0, 'proven customers carry it',
                {spares_quiet:Bool} AND of_quiet > 0, 'ordinary accounts carry it',
                of_campaign < {operators_min:UInt32}, 'few operators carry it',
                2 * of_campaign < of_all OR 10 * (of_campaign + 1) < 9 * (of_known + 2)
                    AND (of_known > of_campaign OR 10 * (beyond_of + 1) < 9 * (beyond_known + 2)), 'others carry it',
                '') AS reason
        FROM shared
    )
SELECT
    {run_id:UUID}, campaign_id, {kind:String}, value_hash, first_of, last_of, of_campaign, of_all, of_reference,
    of_quiet, reason, count() OVER (PARTITION BY campaign_id, reason)
FROM judged
QUALIFY row_number() OVER (PARTITION BY campaign_id, reason ORDER BY of_campaign DESC, last_of DESC, value_hash)
    <= if(reason = '', {told_max:UInt32}, {kept_out_max:UInt32})
