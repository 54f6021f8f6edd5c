-- policy_touched: whom a policy would have touched in the history that is kept, by how they were judged.
--
-- Reads   account_identity, campaign_member, exchange, exchange_fingerprint, exchange_origin, exchange_template,
--         verdict
-- Grain   standing
--
-- Subjects come by kind as keyed hashes, as a snapshot has them, and each list is written where it is looked into: lists of
-- ten thousand that are parted here would be read anew at each place. A template is known here by the family that the run
-- sorted a text into, and by the gate by its shingles, so the two differ by a few exchanges. Of kinds that the policy has none
-- of, the condition is false before anything is read: neither their tables nor their columns are. Exchanges are looked up by
-- a hash of their id, in a set of numbers: of five million, two are expected alike in one of a million stores.

WITH named AS (
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
          WHERE account_hash IN (SELECT toUInt64(arrayJoin({never_account:Array(String)})))
             OR account_hash IN (SELECT toUInt64(arrayJoin({spared_account:Array(String)})))
             OR entity_hash IN (SELECT toUInt64(arrayJoin({never_organization:Array(String)}))))
      AND NOT (notEmpty({never_api_key:Array(String)})
          AND keyed_hash({hash_key:Array(Tuple(UInt64, UInt64))}, api_key_id) IN (SELECT toUInt64(arrayJoin({never_api_key:Array(String)}))))
      AND NOT (notEmpty({spared_api_key:Array(String)})
          AND keyed_hash({hash_key:Array(Tuple(UInt64, UInt64))}, api_key_id) IN (SELECT toUInt64(arrayJoin({spared_api_key:Array(String)}))))
      AND NOT (notEmpty({never_organization:Array(String)})
          AND keyed_hash({hash_key:Array(Tuple(UInt64, UInt64))}, organization_id) IN (SELECT toUInt64(arrayJoin({never_organization:Array(String)}))))
      AND (
          account_id IN (
              SELECT account_id FROM named
              WHERE account_hash IN (SELECT toUInt64(arrayJoin({account:Array(String)})))
                 OR payment_hash IN (SELECT toUInt64(arrayJoin({payment:Array(String)}))))
          OR notEmpty({api_key:Array(String)})
              AND keyed_hash({hash_key:Array(Tuple(UInt64, UInt64))}, api_key_id) IN (SELECT toUInt64(arrayJoin({api_key:Array(String)})))
          OR notEmpty({organization:Array(String)})
              AND keyed_hash({hash_key:Array(Tuple(UInt64, UInt64))}, organization_id) IN (SELECT toUInt64(arrayJoin({organization:Array(String)})))
          OR (notEmpty({ip:Array(String)}) OR notEmpty({network:Array(String)}) OR notEmpty({ja4:Array(String)})
              OR notEmpty({client:Array(String)})) AND cityHash64(exchange_id) IN (
              SELECT cityHash64(exchange_id) FROM exchange_origin
              WHERE address_hash IN (SELECT toUInt64(arrayJoin({ip:Array(String)})))
                 OR network_hash IN (SELECT toUInt64(arrayJoin({network:Array(String)})))
                 OR ja4_hash IN (SELECT toUInt64(arrayJoin({ja4:Array(String)})))
                 OR client_hash IN (SELECT toUInt64(arrayJoin({client:Array(String)}))))
          OR notEmpty({system:Array(String)}) AND cityHash64(exchange_id) IN (
              SELECT cityHash64(exchange_id) FROM exchange_fingerprint
              WHERE system_hash IN (SELECT toUInt64(arrayJoin({system:Array(String)}))))
          OR notEmpty({template:Array(String)}) AND cityHash64(exchange_id) IN (
              SELECT cityHash64(exchange_id) FROM exchange_template
              WHERE run_id = {run_id:UUID}
                AND family_id IN (SELECT toUInt64(arrayJoin({template:Array(String)})))))
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
    arraySlice(arrayMap(one -> one.2, arraySort(groupArray((-touched.exchanges, account_id)))), 1, {named_max:UInt32}) AS most
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
