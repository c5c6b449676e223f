"""Whether customers can follow the links that messages hold; pure."""

import ipaddress
from typing import Literal
from urllib.parse import urlsplit


def trouble(public_url: str) -> Literal["", "loopback", "http"]:
    """What is wrong with the address that links begin with.

    Returns:
        "loopback": it leads everybody to their own machine; "http": mail programs offer no one-click unsubscribing
        (RFC 8058 wants https); "": nothing.
    """
    address = urlsplit(public_url)
    if _is_loopback(address.hostname or ""):
        return "loopback"
    return "" if address.scheme == "https" else "http"


def _is_loopback(host: str) -> bool:
    try:
        found = ipaddress.ip_address(host)
    except ValueError:
        return host == "localhost" or host.endswith(".localhost")
    return found.is_loopback or found.is_unspecified
