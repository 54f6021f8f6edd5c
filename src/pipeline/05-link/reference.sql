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
    -- One row an account: the newest ruling that still holds. What people signed (it comes with no input) outranks what a
    -- sender says, who writes its own instants.
    ruled AS (
        SELECT subject_id, argMax(conclusion, (input_id = 0, ruled_at, ruling_id)) AS newest_conclusion
        FROM ruling
        WHERE subject_kind = 'account'
          AND (isNull(expires_at) OR expires_at > {window_end:DateTime64(3)})
        GROUP BY subject_id
    )
SELECT {run_id:UUID}, account_id, entity_id
FROM account_identity
LEFT JOIN ruled ON ruled.subject_id = account_identity.account_id
WHERE newest_conclusion = 'benign'
   OR (newest_conclusion != 'campaign'
       AND is_known AND has_paid AND (is_verified OR is_organization_verified)
       AND status NOT IN ('suspended', 'closed')
       AND created_at < {window_end:DateTime64(3)} - INTERVAL {reference_days:UInt32} DAY)
