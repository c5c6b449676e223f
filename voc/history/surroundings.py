"""What is shown to this capability of those above it, which it may not import."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

Forget = Callable[[str, Sequence[str]], Awaitable[None]]
Held = Callable[[str, Sequence[str]], Awaitable[dict[str, list[dict[str, Any]]]]]


class Recount(Protocol):
    """Has every counter computed again that saw what was removed."""

    async def __call__(
        self,
        workspace: str,
        *,
        buckets: Sequence[str],
        answered: Sequence[tuple[str, datetime]],
        customers: Sequence[str],
        now: datetime,
    ) -> None:
        """Buckets of feedback, survey and time of responses, records of customers."""


@dataclass(frozen=True)
class Above:
    """What capabilities above this one do when verbatims and responses go, and keep of a person; the application
    supplies it."""

    forget: Forget
    """Remove what was made of these verbatims, such as their vectors: workspace, ids of feedback."""
    recount: Recount
    held: Held
    """Records about these customers, by what they are: workspace, ids of customers."""
