"""What opens the page of somebody's own feedback: it names the message, and 130 bits prove that we made it.

Another signature than that of `/u/{token}`, which mail programs and gateways see in every header.
"""

import hmac
import re

from voc import vault

_TOKEN = re.compile(r"(dlv_[0-9a-f]{26})-([a-z0-9]{10,40})")


def token_of(delivery: str) -> str:
    """The token in a message's link."""
    return f"{delivery}-{vault.sign('outcome', delivery)}"


def delivery_of(token: str) -> str | None:
    """The delivery whose link holds this token; None for every other token."""
    found = _TOKEN.fullmatch(token)
    if found is None or not hmac.compare_digest(found[2].encode(), vault.sign("outcome", found[1]).encode()):
        return None
    return found[1]
