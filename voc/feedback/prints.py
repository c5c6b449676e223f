"""Tells a repeated submission from another one under the same id, without giving away what it held.

The plain digest of a body lets whoever has the database try telephone numbers until one fits; so it is keyed.
"""

from collections.abc import Mapping
from typing import Any, Literal

from voc import vault
from voc.feedback.domain import fingerprint

Purpose = Literal["feedback", "signal"]
_PLAIN_CHARACTERS = 32
"""Of a digest that was stored before they were keyed; keyed ones are shorter."""


def print_of(purpose: Purpose, workspace: str, body: Mapping[str, Any]) -> str:
    """What is stored for a body."""
    return _keyed(purpose, workspace, fingerprint(body))


def is_same(purpose: Purpose, workspace: str, stored: str, sent: str) -> bool:
    """Whether a stored print, be it an earlier plain one, is that of the body whose print is `sent`."""
    return sent == (_keyed(purpose, workspace, stored) if len(stored) == _PLAIN_CHARACTERS else stored)


def _keyed(purpose: Purpose, workspace: str, digest: str) -> str:
    return vault.sign(f"{purpose} print", f"{workspace}\0{digest}")
