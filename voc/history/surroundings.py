"""What is shown to this capability of those above it, which it may not import."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

Forget = Callable[[str, Sequence[str]], Awaitable[None]]
Recount = Callable[[str, Sequence[str], Sequence[tuple[str, datetime]], datetime], Awaitable[None]]


@dataclass(frozen=True)
class Above:
    """What capabilities above this one do when verbatims and responses go; the application supplies it."""

    forget: Forget
    """Remove what was made of these verbatims, such as their vectors: workspace, ids of feedback."""
    recount: Recount
    """Count again: workspace, buckets of feedback, survey and time of responses, now."""
