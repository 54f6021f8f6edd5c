-- indicator: what values of one kind are worth to others, and why they may not leave.
--
-- Reads   account_mission, campaign_member, cleared, reference
--         indicator_carrier   who carries which value that operators share, over all accounts
-- Writes  indicator
-- Grain   (run_id, campaign_id, kind, value_hash)
--
-- A value leaves where nine of ten who are known among its carriers are operators of the campaign, by (k + 1) / (n + 2), and half of
-- all: whoever matches it elsewhere is then likely to be one. Known are all members, of this campaign or another, whom people let go, and
-- whoever shows no interest in what trains. Of the others many are operators that no run found, so they are no strangers and no operators.
-- Of whom people let go nothing is told. Where
-- few carry it and all who are known are operators, its kind speaks for it: of all that they share of that kind nine of ten carriers
-- are operators, beyond the two by which each value was noticed. No proven customer may carry it. Of what is told from texts
-- everybody counts, and nobody who asks for nothing that trains may carry it: what a pool sends is in part what others send as well.

INSERT INTO indicator (
    run_id, campaign_id, kind, value_hash, first_seen_at, last_seen_at, operators, carriers, reference_carriers,
    quiet_carriers, kept_out, alike
)
WITH
    member AS (
        SELECT campaign_id, account_id, role FROM campaign_member WHERE run_id = {run_id:UUID}
    ),
    let_go AS (SELECT subject_kind, subject_id FROM cleared WHERE run_id = {run_id:UUID}),
    operator AS (
        SELECT campaign_id, account_id
        FROM member
        WHERE role = 'operator'
          AND campaign_id NOT IN (SELECT subject_id FROM let_go WHERE subject_kind = 'campaign')
          AND account_id NOT IN (SELECT subject_id FROM let_go WHERE subject_kind = 'account')
    ),
    mission AS (SELECT account_id, is_quiet, is_suspect FROM account_mission WHERE run_id = {run_id:UUID}),
    -- One row a value.
    carried AS (
        SELECT
            value_hash, count() AS carriers_all,
            countIf(account_id IN (SELECT account_id FROM reference WHERE run_id = {run_id:UUID})) AS proven,
            countIf(is_quiet AND account_id NOT IN (SELECT account_id FROM operator)) AS quiet,
            countIf(NOT is_suspect OR account_id IN (SELECT account_id FROM member)
                OR account_id IN (SELECT subject_id FROM let_go WHERE subject_kind = 'account')) AS known
        FROM indicator_carrier
        LEFT JOIN mission USING (account_id)
        GROUP BY value_hash
    ),
    -- One row a campaign and value that two of its operators carry.
    shared AS (
        SELECT
            campaign_id, value_hash, count() AS of_campaign, min(first_at) AS first_of, max(last_at) AS last_of,
            any(carriers_all) AS of_all, any(proven) AS of_reference, any(quiet) AS of_quiet, any(known) AS of_known
        FROM indicator_carrier
        INNER JOIN operator USING (account_id)
        INNER JOIN carried USING (value_hash)
        GROUP BY campaign_id, value_hash
        HAVING of_campaign >= 2
    ),
    judged AS (
        SELECT
            *,
            10 * (of_campaign + 1) >= 9 * (if({spares_quiet:Bool}, of_all, of_known) + 2) AS is_precise,
            NOT {spares_quiet:Bool} AND of_known = of_campaign AND 10 * (1 + sumIf(of_campaign - 2, of_reference = 0) OVER (PARTITION BY campaign_id))
                >= 9 * (2 + sumIf(of_known - 2, of_reference = 0) OVER (PARTITION BY campaign_id)) AS is_of_a_precise_kind,
            multiIf(
                of_reference > 0, 'proven customers carry it',
                {spares_quiet:Bool} AND of_quiet > 0, 'ordinary accounts carry it',
                of_campaign < {operators_min:UInt32}, 'few operators carry it',
                2 * of_campaign < of_all OR NOT (is_precise OR is_of_a_precise_kind), 'others carry it',
                '') AS reason
        FROM shared
    )
SELECT
    {run_id:UUID}, campaign_id, {kind:String}, value_hash, first_of, last_of, of_campaign, of_all, of_reference,
    of_quiet, reason, count() OVER (PARTITION BY campaign_id, reason)
FROM judged
QUALIFY row_number() OVER (PARTITION BY campaign_id, reason ORDER BY of_campaign DESC, last_of DESC, value_hash)
    <= if(reason = '', {told_max:UInt32}, {kept_out_max:UInt32})
