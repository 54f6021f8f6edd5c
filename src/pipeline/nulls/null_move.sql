-- null_move: to which account each account's part in each family of linkers goes.
--
-- Reads   account_identity, account_value, exchange_origin, null_hub
-- Grain   one row a family and account
--
-- Accounts lie end to end in two orders by lot, one for the givers and one for the takers; what the first
-- gives the first takes. Alone, an account stays in its stratum: plan, age and kind of client. Where groups
-- are kept whole, those of three or more (an organisation, or whom one address holds together) lie as blocks
-- among each other, so that a class's notebook goes to a whole household or office, or to most of one.

WITH
    -- One row an account: the kind of client that it mostly uses.
    client AS (
        SELECT account_id, argMax(client_kind, (exchanges, client_kind)) AS kind
        FROM (
            SELECT account_id, client_kind, count() AS exchanges
            FROM exchange_origin
            GROUP BY account_id, client_kind
        )
        GROUP BY account_id
    ),
    -- One row an account: the address that holds it together with most others.
    address AS (
        SELECT account_id, argMax(value_hash, (carriers, value_hash)) AS held_by
        FROM (
            SELECT account_id, value_hash, count() OVER (PARTITION BY linker, value_hash) AS carriers
            FROM account_value
            WHERE run_id = {run_id:UUID} AND has({address_linkers:Array(String)}, toString(linker))
              AND (linker, value_hash) NOT IN (SELECT linker, value_hash FROM null_hub)
        )
        WHERE carriers BETWEEN 3 AND {group_max:UInt32}
        GROUP BY account_id
    ),
    -- One row an account: its stratum, and its group.
    placed AS (
        SELECT
            account_id,
            concat(plan, '\n', kind, '\n', toString(multiIf(
                NOT is_known, 0,
                created_at > {window_end:DateTime64(3)} - INTERVAL 7 DAY, 1,
                created_at > {window_end:DateTime64(3)} - INTERVAL 30 DAY, 2,
                created_at > {window_end:DateTime64(3)} - INTERVAL 180 DAY, 3, 4))) AS stratum,
            multiIf(
                NOT {keeps_groups:UInt8}, account_id,
                count() OVER (PARTITION BY entity_id) >= 2, entity_id,
                held_by != 0, toString(held_by),
                account_id) AS member_of
        FROM account_identity
        LEFT JOIN client USING (account_id)
        LEFT JOIN address USING (account_id)
    ),
    blocked AS (
        SELECT
            account_id, member_of,
            if(count() OVER (PARTITION BY member_of) >= 3, 'whole', stratum) AS block
        FROM placed
    ),
    ordered AS (
        SELECT
            family, account_id, block,
            row_number() OVER (PARTITION BY family, block ORDER BY
                sipHash64Keyed({hash_key:Array(Tuple(UInt64, UInt64))}[-1], {lot:UInt32}, family, 1, member_of), member_of,
                sipHash64Keyed({hash_key:Array(Tuple(UInt64, UInt64))}[-1], {lot:UInt32}, family, 1, account_id), account_id) AS giver,
            row_number() OVER (PARTITION BY family, block ORDER BY
                sipHash64Keyed({hash_key:Array(Tuple(UInt64, UInt64))}[-1], {lot:UInt32}, family, 2, member_of), member_of,
                sipHash64Keyed({hash_key:Array(Tuple(UInt64, UInt64))}[-1], {lot:UInt32}, family, 2, account_id), account_id) AS taker
        FROM blocked
        ARRAY JOIN {families:Array(String)} AS family
    )
SELECT given.family AS move_family, given.account_id AS account_from, taken.account_id AS account_to
FROM ordered AS given
INNER JOIN ordered AS taken
    ON given.family = taken.family AND given.block = taken.block AND given.giver = taken.taker
