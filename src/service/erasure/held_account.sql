-- held_account: how many of the accounts that an erasure is about, or whose end user it is about, are evidence: members of a
-- campaign of the newest run, or ruled to be.
--
-- Reads   campaign_member, exchange, ruling, run, subject_erasing
-- Grain   one row

WITH newest AS
(
    SELECT run_id FROM run WHERE isNotNull(finished_at) ORDER BY finished_at DESC, started_at DESC, run_id DESC LIMIT 1
)
SELECT uniqExact(account_id) AS accounts
FROM
(
    SELECT account_id FROM campaign_member WHERE run_id IN (SELECT run_id FROM newest)
    UNION ALL
    SELECT subject_id AS account_id FROM ruling WHERE subject_kind = 'account' AND conclusion = 'campaign'
)
WHERE account_id IN
(
    SELECT subject_id FROM subject_erasing WHERE kind = 'account'
    UNION DISTINCT
    SELECT account_id FROM exchange
    WHERE exchange_id IN (SELECT subject_id FROM subject_erasing WHERE kind = 'exchange')
)
