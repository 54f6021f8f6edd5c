-- beside: members of a campaign that are not its operator's, with what is known of each.
--
-- Reads   campaign_member, verdict
-- Grain   one row an account, at most 200

SELECT
    member.account_id                                AS account_id,
    any(role)                                        AS member_role,
    any(verdict.reasons)                             AS reasons,
    toUInt32(count() OVER ())                        AS accounts
FROM (
    SELECT account_id, role
    FROM campaign_member
    WHERE run_id = {run_id:UUID} AND campaign_id = {campaign_id:String} AND role != 'operator'
) AS member
LEFT JOIN (
    SELECT subject_id, reasons FROM verdict
    WHERE run_id = {run_id:UUID} AND subject_kind = 'account'
) AS verdict ON verdict.subject_id = member.account_id
GROUP BY member.account_id
ORDER BY account_id
LIMIT 200
