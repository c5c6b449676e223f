"""What lets somebody in: a token that only this installation can make, and of which nothing but a hash is stored."""

import hashlib
import hmac
import re

from voc import vault

_NOTICE = re.compile(r"(dlv_[0-9a-f]{26})-([a-z0-9]{10,40})")


def token_of(invitation: str) -> str:
    """The token in an invitation's links: 130 bits, the same for every message about it."""
    return vault.sign("invitation", invitation)


def submission_of(token: str) -> str:
    """The submission that an invitation's answers are saved under, whatever device they come from."""
    return hashlib.sha256(f"submission\0{token}".encode("utf-8", "surrogatepass")).hexdigest()[:32]


def notice_token(delivery: str) -> str:
    """The token in a notice's link: it names the delivery, and 130 bits prove that we made it."""
    return f"{delivery}-{vault.sign('notice', delivery)}"


def notice_of(token: str) -> str | None:
    """The delivery whose notice holds this token; None for every other token."""
    found = _NOTICE.fullmatch(token)
    if found is None or not hmac.compare_digest(found[2].encode(), vault.sign("notice", found[1]).encode()):
        return None
    return found[1]
