"""What counts as one client where attempts are counted."""

from ipaddress import IPv6Address, ip_address, ip_network


def client_network(address: str) -> str:
    """An IPv4 address, or the /64 network of an IPv6 address; "unknown" for anything else.

    One household or one rented server owns a whole /64.
    """
    try:
        parsed = ip_address(address.partition("%")[0])
    except ValueError:
        return "unknown"
    if isinstance(parsed, IPv6Address):
        if parsed.ipv4_mapped is None:
            return str(ip_network((parsed, 64), strict=False))
        return str(parsed.ipv4_mapped)
    return str(parsed)
