-- address_canonical: one spelling of an IP address; an IPv6 address as its /64; '' where it is none. An IPv4
-- address that is written as IPv6 is itself, or all of them would lie in one /64.
CREATE OR REPLACE FUNCTION address_canonical AS (ip) -> multiIf(
    isIPv4String(ip), ip,
    isIPv6String(ip) AND startsWith(lower(ip), '::ffff:') AND isIPv4String(substring(ip, 8)), substring(ip, 8),
    isIPv6String(ip), toString(IPv6CIDRToRange(assumeNotNull(toIPv6OrNull(ip)), 64).1),
    '')
