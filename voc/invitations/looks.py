"""Who takes the last look at what is no invitation: whatever queues such deliveries declares it."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from datetime import datetime
from typing import Any, Protocol

from voc.channels.delivery import Verdict


class Look(Protocol):
    """What becomes of one workspace's deliveries of one origin, by id; `base` is where people reach this service."""

    def __call__(
        self, workspace: str, rows: Sequence[Mapping[str, Any]], now: datetime, *, base: str
    ) -> Awaitable[dict[str, Verdict]]: ...


LOOKS: dict[str, Look] = {}
"""By the kind of a delivery's origin."""


def looks_at(origin: str) -> Callable[[Look], Look]:
    """Declare who looks at deliveries of this origin."""

    def declare(look: Look) -> Look:
        LOOKS[origin] = look
        return look

    return declare
