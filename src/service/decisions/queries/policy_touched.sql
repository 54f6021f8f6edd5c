-- policy_touched: whom a policy would have touched in the history that is kept, by how they were judged.
--
-- Reads   account_identity, campaign_member, exchange, exchange_fingerprint, exchange_origin, exchange_template,
--         verdict
-- Grain   standing
--
-- Subjects come as keyed hashes, as a snapshot has them. A template is known here by the family that the run sorted a
-- text into, and by the gate by its shingles, so the two differ by a few exchanges. Of kinds that the policy has none of, the
-- condition is false before anything is read: neither their tables nor their columns are.

WITH hashes AS (
    SELECT kind, toUInt64(hash) AS hash
    FROM (SELECT arrayJoin(arrayZip({kinds:Array(String)}, {hashes:Array(String)})) AS pair, pair.1 AS kind, pair.2 AS hash)
),
named AS (
    SELECT
        account_id,
        keyed_hash({hash_key:Array(Tuple(UInt64, UInt64))}, account_id) AS account_hash,
        keyed_hash({hash_key:Array(Tuple(UInt64, UInt64))}, entity_id) AS entity_hash,
        payment_hash
    FROM account_identity
),
touched AS (
    SELECT account_id, count() AS exchanges
    FROM exchange
    WHERE received_at >= fromUnixTimestamp64Milli({from_ms:Int64})
      AND (empty({models:Array(String)}) OR has({models:Array(String)}, toString(model)))
      AND account_id NOT IN (
          SELECT account_id FROM named
          WHERE account_hash IN (SELECT hash FROM hashes WHERE kind IN ('never_account', 'spared_account'))
             OR entity_hash IN (SELECT hash FROM hashes WHERE kind = 'never_organization'))
      AND NOT (hasAny({kinds:Array(String)}, ['never_api_key', 'spared_api_key'])
          AND keyed_hash({hash_key:Array(Tuple(UInt64, UInt64))}, api_key_id) IN (
              SELECT hash FROM hashes WHERE kind IN ('never_api_key', 'spared_api_key')))
      AND NOT (has({kinds:Array(String)}, 'never_organization')
          AND keyed_hash({hash_key:Array(Tuple(UInt64, UInt64))}, organization_id) IN (
              SELECT hash FROM hashes WHERE kind = 'never_organization'))
      AND (
          account_id IN (
              SELECT account_id FROM named
              WHERE account_hash IN (SELECT hash FROM hashes WHERE kind = 'account')
                 OR payment_hash IN (SELECT hash FROM hashes WHERE kind = 'payment'))
          OR has({kinds:Array(String)}, 'api_key')
              AND keyed_hash({hash_key:Array(Tuple(UInt64, UInt64))}, api_key_id) IN (
                  SELECT hash FROM hashes WHERE kind = 'api_key')
          OR has({kinds:Array(String)}, 'organization')
              AND keyed_hash({hash_key:Array(Tuple(UInt64, UInt64))}, organization_id) IN (
                  SELECT hash FROM hashes WHERE kind = 'organization')
          OR hasAny({kinds:Array(String)}, ['ip', 'network', 'ja4', 'client']) AND exchange_id IN (
              SELECT exchange_id FROM exchange_origin
              WHERE address_hash IN (SELECT hash FROM hashes WHERE kind = 'ip')
                 OR network_hash IN (SELECT hash FROM hashes WHERE kind = 'network')
                 OR ja4_hash IN (SELECT hash FROM hashes WHERE kind = 'ja4')
                 OR client_hash IN (SELECT hash FROM hashes WHERE kind = 'client'))
          OR has({kinds:Array(String)}, 'system') AND exchange_id IN (
              SELECT exchange_id FROM exchange_fingerprint
              WHERE system_hash IN (SELECT hash FROM hashes WHERE kind = 'system'))
          OR has({kinds:Array(String)}, 'template') AND exchange_id IN (
              SELECT exchange_id FROM exchange_template
              WHERE run_id = {run_id:UUID}
                AND family_id IN (SELECT hash FROM hashes WHERE kind = 'template')))
    GROUP BY account_id
)
SELECT
    multiIf(
        role = 'operator', 'operator',
        role != '', 'bystander',
        judged IN ('act', 'review'), 'suspected',
        judged = 'watch', 'watched',
        'clear') AS standing,
    count() AS accounts,
    sum(exchanges) AS exchanges,
    arraySlice(arrayMap(one -> one.2, arraySort(groupArray((-touched.exchanges, account_id)))), 1, 5) AS most
FROM touched
LEFT JOIN (
    SELECT account_id, if(countIf(role = 'operator') > 0, 'operator', any(role)) AS role
    FROM campaign_member
    WHERE run_id = {run_id:UUID}
    GROUP BY account_id
) AS member USING (account_id)
LEFT JOIN (
    SELECT subject_id AS account_id, any(verdict) AS judged
    FROM verdict
    WHERE run_id = {run_id:UUID} AND subject_kind = 'account'
    GROUP BY subject_id
) AS own USING (account_id)
GROUP BY standing
ORDER BY standing
