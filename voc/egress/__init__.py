"""Calls of addresses that people entered: webhooks, trackers. None of them reaches what only this machine can reach.

A workspace's administrator is not the machine's. Whoever may enter an address could otherwise have the service speak to
the database, to other services of the network or to a cloud's metadata, and read the answers. Hence: `addresses` says
what is special about an address, `targets` which may be called, and `calling` connects to the very address that was
judged, so that a name cannot mean another one a moment later (DNS rebinding). Redirects are not followed, and answers
are read for a limited time up to a limited size.

Packages for this were looked at: `safehttpx` asks Google's DNS; `httpx-secure` keeps answers and asks Python's
`is_global`, which takes NAT64, site-local and multicast addresses for public ones, and 6to4 in Python 3.11.7;
`ssrfguard` is young. The table here is short, and tests hold it.

What an operator opens (`VOC_EGRESS__ALLOWED_HOSTS`), by name or network, is open by any port and without TLS, too. The
operator's own addresses (mail server, `VOC_NAMING__URL`) and those of providers do not go through here.
"""

from voc.egress.calling import Answer, GuardedTransport, Unreachable, call, client
from voc.egress.targets import AddressRefused, glance

__all__ = ["AddressRefused", "Answer", "GuardedTransport", "Unreachable", "call", "client", "glance"]
