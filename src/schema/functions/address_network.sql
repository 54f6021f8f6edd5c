-- address_network: the /24 of an IPv4 address, the /48 of an IPv6 address; '' where it is none.
CREATE OR REPLACE FUNCTION address_network AS (ip) -> multiIf(
    isIPv6String(ip) AND startsWith(lower(ip), '::ffff:') AND isIPv4String(substring(ip, 8)),
        toString(IPv4CIDRToRange(assumeNotNull(toIPv4OrNull(substring(ip, 8))), 24).1),
    isIPv4String(ip), toString(IPv4CIDRToRange(assumeNotNull(toIPv4OrNull(ip)), 24).1),
    isIPv6String(ip), toString(IPv6CIDRToRange(assumeNotNull(toIPv6OrNull(ip)), 48).1),
    '')
