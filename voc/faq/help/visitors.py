"""Visitors, whom nothing tells apart but where they are and what they read with."""

import ipaddress
from typing import Any

from litestar import Request

from voc.settings import Settings
from voc.values import Value
from voc.web.clients import client_address


class Visitor(Value):
    """Where a request comes from."""

    address: str
    program: str
    """What the browser calls itself: people behind one address mostly differ in it."""

    @property
    def place(self) -> str:
        """The address, of IPv6 its /64: one subscriber owns all of it."""
        try:
            known = ipaddress.ip_address(self.address)
        except ValueError:
            return self.address
        return str(known) if known.version == 4 else str(ipaddress.ip_network((known, 64), strict=False))


def visitor_of(request: Request[Any, Any, Any], settings: Settings) -> Visitor:
    """Who sends a request."""
    program = request.headers.get("user-agent", "")[:300]
    return Visitor(address=client_address(request, settings.trusted_proxies), program=program)
