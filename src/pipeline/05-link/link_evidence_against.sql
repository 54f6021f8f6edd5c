-- link_evidence: what speaks against one hand.
--
-- Reads   link_evidence, account_identity
-- Writes  link_evidence
-- Grain   (run_id, account_a, account_b, linker)
--
-- Two verified organisations are two; two long histories that began apart mostly are. These spare the
-- old customer who shares a card or a wall with somebody.

INSERT INTO link_evidence (
    run_id, account_a, account_b, linker, family, speaks, value_hash, weight_millibits, facts
)
WITH
    -- One row a pair that anything speaks for.
    pair AS (
        SELECT DISTINCT account_a, account_b
        FROM link_evidence
        WHERE run_id = {run_id:UUID} AND weight_millibits > 0
    ),
    -- One row a pair: is each a verified organisation, and is each old?
    compared AS (
        SELECT
            account_a, account_b,
            a.is_organization_verified AND b.is_organization_verified AND a.entity_id != b.entity_id AS are_verified_apart,
            a.is_known AND b.is_known
                AND greatest(a.created_at, b.created_at) < {window_end:DateTime64(3)} - INTERVAL 180 DAY
                AND abs(dateDiff('day', a.created_at, b.created_at)) > 30 AS are_old_apart
        FROM pair
        INNER JOIN account_identity AS a ON a.account_id = pair.account_a
        INNER JOIN account_identity AS b ON b.account_id = pair.account_b
    )
SELECT {run_id:UUID}, account_a, account_b, reason.1, 'history', 'against', 0, reason.2,
       CAST(map(), 'Map(String, Float64)')
FROM compared
ARRAY JOIN arrayFilter(r -> r.3, [
    ('verified-apart', -6000, are_verified_apart),
    ('old-apart', -3000, are_old_apart)
]) AS reason
