-- partner_wrong: patterns that partners told and innocent customers carry, where that is not known yet.
--
-- Reads   indicator_worth, partner_wrong
--         account_outcome   what became of accounts
--         partner_told      what each partner said last
--         pattern_match     who carries what
-- Writes  partner_wrong
-- Grain   (partner_id, indicator_id, ruling_id)
--
-- Somebody carries it whom people ruled innocent; or three proven customers do, and more of them than operators carry what was told as
-- one campaign, echoes apart: what had left here or another told proves no knowledge. What so many carry that it is worth nothing
-- here touches nobody, and of that the proven customers alone count.

INSERT INTO partner_wrong (
    partner_id, indicator_id, told_campaign, ruling_id, reference_carriers, place_seen, found_at
)
WITH
    worth AS (
        SELECT indicator_id, reference_carriers, weight_millibits FROM indicator_worth WHERE run_id = {run_id:UUID}
    ),
    -- One row a partner, pattern and account of which anything is known.
    carrier AS (
        SELECT partner_id, indicator_id, told_campaign, account_id, became, ruling, is_echo
        FROM (
            SELECT pattern_id AS indicator_id, account_id, first_at, became, ruling_id AS ruling
            FROM pattern_match
            INNER JOIN account_outcome USING (account_id)
        ) AS known
        INNER JOIN partner_told USING (indicator_id)
        WHERE first_at <= valid_until AND indicator_id IN (SELECT indicator_id FROM worth WHERE weight_millibits > 0)
    ),
    guilty AS (
        SELECT partner_id, told_campaign, uniqExact(account_id) AS operators
        FROM carrier
        WHERE became = 'campaign' AND NOT is_echo
        GROUP BY partner_id, told_campaign
    ),
    spared AS (
        SELECT partner_id, indicator_id, min(ruling) AS first_ruling, count() AS accounts
        FROM carrier
        WHERE became = 'benign'
        GROUP BY partner_id, indicator_id
    )
SELECT
    partner_id, indicator_id, told_campaign, first_ruling, reference_carriers, {place_max:UInt64},
    {window_end:DateTime64(3)}
FROM partner_told
INNER JOIN worth USING (indicator_id)
LEFT JOIN guilty USING (partner_id, told_campaign)
LEFT JOIN spared USING (partner_id, indicator_id)
WHERE (accounts > 0 OR (reference_carriers >= {innocent_min:UInt32} AND reference_carriers > operators))
  AND (partner_id, indicator_id, first_ruling) NOT IN (SELECT toString(partner_id), indicator_id, ruling_id FROM partner_wrong)
