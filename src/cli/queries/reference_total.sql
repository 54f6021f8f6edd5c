-- reference_total: how many customers there are, how many of them are the reference, and how many more
-- only lack age and will soon have it.
--
-- Reads   account_identity, reference
-- Grain   one row

SELECT
    count()                                                         AS accounts_all,
    uniqExact(entity_id)                                            AS entities_all,
    countIf(is_known)                                               AS accounts_known,
    countIf(account_id IN (SELECT account_id FROM reference WHERE run_id = {run_id:UUID})) AS accounts_reference,
    uniqExactIf(entity_id, account_id IN (SELECT account_id FROM reference WHERE run_id = {run_id:UUID}))
                                                                    AS entities_reference,
    uniqExactIf(entity_id, is_known AND has_paid AND (is_verified OR is_organization_verified)
        AND status NOT IN ('suspended', 'closed')
        AND created_at >= {window_end:DateTime64(3)} - INTERVAL {reference_days:UInt32} DAY
        AND created_at < {window_end:DateTime64(3)} - INTERVAL {reference_days:UInt32} DAY + INTERVAL 30 DAY)
                                                                    AS entities_joining
FROM account_identity
