"""What is special about an address; pure.

Sources: the IANA registries of special-purpose IPv4 and IPv6 addresses (RFC 6890 and its updates), and the addresses at
which clouds tell machines their secrets. `ipaddress` has properties of its own, but what they answer changed between
patch releases of the Pythons that we run on.
"""

from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_network

Address = IPv4Address | IPv6Address
Network = IPv4Network | IPv6Network

NEARBY = frozenset({"loopback", "private", "shared"})
"""What a host that an operator names may have; all else special only opens by its network."""

_KINDS = {
    "metadata": ("168.63.129.16/32", "169.254.169.254/32", "100.100.100.200/32", "192.0.0.192/32", "fd00:ec2::/32"),
    "unspecified": ("0.0.0.0/8", "::/128"),
    "loopback": ("127.0.0.0/8", "::1/128"),
    "private": ("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "fc00::/7"),
    "shared": ("100.64.0.0/10",),
    "link-local": ("169.254.0.0/16", "fe80::/10"),
    "site-local": ("fec0::/10",),
    "multicast": ("224.0.0.0/4", "ff00::/8"),
    "transition": (
        "::ffff:0:0/96", "::ffff:0:0:0/96", "::/96",  # IPv4 in IPv6: mapped, translated, compatible
        "64:ff9b::/96", "64:ff9b:1::/48",  # NAT64
        "2002::/16", "192.88.99.0/24",  # 6to4 and its relays
        "2001::/32",  # Teredo
    ),
    "documentation": ("192.0.2.0/24", "198.51.100.0/24", "203.0.113.0/24", "2001:db8::/32", "3fff::/20"),
    "reserved": ("192.0.0.0/24", "198.18.0.0/15", "240.0.0.0/4", "2001::/23"),
}  # fmt: skip
"""The first that fits is what an address is called."""
_SPECIAL: tuple[tuple[Network, str], ...] = tuple(
    (ip_network(network), kind) for kind, networks in _KINDS.items() for network in networks
)
_GLOBAL_IPV6 = IPv6Network("2000::/3")
"""All that was ever given to anybody; the rest is kept for later."""


def special(address: Address) -> str | None:
    """The kind of a special address, such as `private`; None for an ordinary public one."""
    for network, kind in _SPECIAL:
        if address.version == network.version and address in network:
            return kind
    if isinstance(address, IPv6Address) and (address not in _GLOBAL_IPV6 or address.scope_id):
        return "reserved"
    return None
