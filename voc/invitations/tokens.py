"""What lets somebody in: a token that only this installation can make, and of which nothing but a hash is stored."""

import hashlib

from voc import vault


def token_of(invitation: str) -> str:
    """The token in an invitation's links: 130 bits, the same for every message about it."""
    return vault.sign("invitation", invitation)


def submission_of(token: str) -> str:
    """The submission that an invitation's answers are saved under, whatever device they come from."""
    return hashlib.sha256(f"submission\0{token}".encode("utf-8", "surrogatepass")).hexdigest()[:32]
