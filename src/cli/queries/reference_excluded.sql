-- reference_excluded: why customers are not part of the reference.
--
-- Reads   account_identity, reference, ruling
-- Grain   one row a reason
--
-- The reasons are those of `reference.sql`. A customer with several accounts is told by the one that
-- comes nearest; `alone` counts those whom nothing else keeps out.

WITH
    -- One row an account.
    ruled AS (
        SELECT subject_id, conclusion AS newest_conclusion
        FROM ruling_newest(at = {window_end:DateTime64(3)})
        WHERE subject_kind = 'account'
    ),
    -- One row an account outside the reference: what keeps it out.
    kept_out AS (
        SELECT
            account_id, entity_id,
            if(is_known, arrayFilter(reason -> reason != '', [
                if(has_paid, '', 'unpaid'),
                if(is_verified OR is_organization_verified, '', 'unverified'),
                if(created_at >= {window_end:DateTime64(3)} - INTERVAL {reference_days:UInt32} DAY, 'young', ''),
                if(status IN ('suspended', 'closed'), 'suspended', ''),
                if(newest_conclusion = 'campaign', 'ruled', '')
            ]), ['unknown']) AS reasons
        FROM account_identity
        LEFT JOIN ruled ON ruled.subject_id = account_identity.account_id
        WHERE entity_id NOT IN (SELECT entity_id FROM reference WHERE run_id = {run_id:UUID})
    ),
    -- One row a customer.
    nearest AS (
        SELECT entity_id, argMin(reasons, (length(reasons), account_id)) AS entity_reasons
        FROM kept_out
        GROUP BY entity_id
    )
SELECT
    arrayJoin(entity_reasons)            AS reason,
    count()                              AS entities,
    countIf(length(entity_reasons) = 1)  AS entities_alone
FROM nearest
GROUP BY reason
ORDER BY entities DESC, reason
