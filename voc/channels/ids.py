"""Ids that follow from what they name, so that nothing is sent or stored twice; pure."""

import hashlib
import re
from collections.abc import Iterable


def delivery_id(workspace: str, origin: str, of: str, step: str | int) -> str:
    """The id of what is sent once for (campaign or conversation, its part, step)."""
    digest = hashlib.sha256("\0".join((workspace, origin, of, str(step))).encode()).hexdigest()
    return f"dlv_{digest[:26]}"


def message_id(workspace: str, kind: str, event_id: str) -> str:
    """The id of what a provider sent under an event id; sent again it is the same."""
    digest = hashlib.sha256("\0".join((workspace, kind, event_id)).encode("utf-8", "surrogatepass")).hexdigest()
    return f"msg_{digest[:26]}"


_DELIVERY = re.compile(r"dlv_[0-9a-f]{26}")


def delivery_named(message_ids: Iterable[str]) -> str | None:
    """The delivery that one of these Message-IDs names: ours begin with its id."""
    return next((found[0] for each in message_ids if (found := _DELIVERY.search(each))), None)
