-- address_network: the /24 of an IPv4 address, the /48 of an IPv6 address; '' where it is none.
CREATE OR REPLACE FUNCTION address_network AS (ip) -> multiIf(
    isIPv4String(ip), toString(IPv4CIDRToRange(assumeNotNull(toIPv4OrNull(ip)), 24).1),
    isIPv6String(ip), toString(IPv6CIDRToRange(assumeNotNull(toIPv6OrNull(ip)), 48).1),
    '')
