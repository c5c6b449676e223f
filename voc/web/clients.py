"""Where a request comes from, behind proxies of the operator's."""

import ipaddress
from collections.abc import Sequence
from ipaddress import IPv4Address, IPv6Address
from typing import Any

from litestar import Request

Address = IPv4Address | IPv6Address


def client_address(request: Request[Any, Any, Any], trusted_proxies: Sequence[str]) -> str:
    """The address of the client: the peer's, or the last one in `X-Forwarded-For` that is no trusted proxy.

    What stands left of that was written by the client, who may write anything; so is the whole header, unless a
    trusted proxy is the peer.
    """
    peer = request.client.host if request.client else ""
    trusted = [ipaddress.ip_network(each, strict=False) for each in trusted_proxies]
    found = address_of(peer)
    hops = [hop for line in request.headers.getall("x-forwarded-for", []) for hop in line.split(",")]
    while hops and found is not None and any(found in network for network in trusted):
        known = address_of(hops.pop())
        if known is None:
            break
        found = known
    return str(found) if found is not None else peer


def address_of(text: str) -> Address | None:
    """An address as servers and proxies write it, with or without brackets and port; None when it is none."""
    text = text.strip()
    if text.startswith("["):
        text = text[1:].partition("]")[0]
    elif text.count(":") == 1:
        text = text.partition(":")[0]
    try:
        known = ipaddress.ip_address(text)
    except ValueError:
        return None
    return known.ipv4_mapped or known if isinstance(known, IPv6Address) else known


def network_of(address: str) -> str:
    """An IPv4 address, or the /64 of an IPv6 one: a single subscriber owns all of it."""
    try:
        known = ipaddress.ip_address(address)
    except ValueError:
        return address
    return str(known) if known.version == 4 else str(ipaddress.ip_network((known, 64), strict=False))
