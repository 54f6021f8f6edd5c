-- address_canonical: one spelling of an IP address; an IPv6 address as its /64; '' where it is none.
CREATE OR REPLACE FUNCTION address_canonical AS (ip) -> multiIf(
    isIPv4String(ip), ip,
    isIPv6String(ip), toString(IPv6CIDRToRange(assumeNotNull(toIPv6OrNull(ip)), 64).1),
    '')
