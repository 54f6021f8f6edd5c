-- reference: whose habits tell what is ordinary.
--
-- Reads   account_identity, ruling
-- Writes  reference
-- Grain   (run_id, account_id)
--
-- Age alone could be waited for and money alone could be stolen; so age and money and a proof beyond
-- e-mail, all three. A ruling of benign counts as much, a suspended account not at all.

INSERT INTO reference (run_id, account_id, entity_id)
WITH
    -- One row an account.
    ruled AS (
        SELECT subject_id, conclusion AS newest_conclusion
        FROM ruling_newest(at = {window_end:DateTime64(3)})
        WHERE subject_kind = 'account'
    )
SELECT {run_id:UUID}, account_id, entity_id
FROM account_identity
LEFT JOIN ruled ON ruled.subject_id = account_identity.account_id
WHERE newest_conclusion = 'benign'
   OR (newest_conclusion != 'campaign'
       AND is_known AND has_paid AND (is_verified OR is_organization_verified)
       AND status NOT IN ('suspended', 'closed')
       AND created_at < {window_end:DateTime64(3)} - INTERVAL {reference_days:UInt32} DAY)
