-- exchange_origin: from where and through what each exchange came.
--
-- Reads   exchange
-- Writes  exchange_origin
-- Grain   one row an exchange
--
-- Nothing here knows a country: an address is a value that accounts may share, and no more.

INSERT INTO exchange_origin (
    exchange_id, account_id, received_at, address_hash, network_hash, asn, ja4_hash, header_hash,
    client_hash, client_version_hash, client_kind
)
SELECT
    exchange_id,
    account_id,
    received_at,
    keyed_hash({hash_key:Array(Tuple(UInt64, UInt64))}, address_canonical(ip)),
    keyed_hash({hash_key:Array(Tuple(UInt64, UInt64))}, address_network(ip)),
    ifNull(asn, 0),
    keyed_hash({hash_key:Array(Tuple(UInt64, UInt64))}, toString(ja4)),
    keyed_hash({hash_key:Array(Tuple(UInt64, UInt64))}, toString(header_order)),
    keyed_hash({hash_key:Array(Tuple(UInt64, UInt64))}, replaceRegexpAll(toString(user_agent), '[0-9.]+', '')),
    keyed_hash({hash_key:Array(Tuple(UInt64, UInt64))}, concat(toString(user_agent), '\n', toString(client_version))),
    client_kind(toString(user_agent))
FROM exchange
WHERE input_id >= {derive_from:UInt32}
