"""What the routes of feedback ask of capabilities above it; `create_app` supplies it."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from voc.errors import Invalid
from voc.values import Value


class ThemeLink(Value):
    """A theme as a link."""

    id: str
    name: str
    language: str


class Parked(Value):
    """Something that failed too often on its way to become feedback."""

    id: str
    text: str
    attempts: int
    last_error: str | None
    parked_at: datetime


class Meant(Value):
    """What is near to a question by its meaning."""

    id: str
    question: str
    """As it is looked for: personal data stand as `[PHONE]` and so on."""
    state: Literal["searching", "found", "failed"]
    likeness: dict[str, float] = {}
    """Feedback by likeness to the question (cosine), the nearest first."""
    looked_at: int = 0
    """Verbatims that were compared."""
    is_complete: bool = True
    """Whether there were no more."""
    close_from: float
    """Likeness from which on a text is close rather than related."""


async def _nothing_parked(_: str) -> list[Parked]:
    return []


async def _nothing_to_retry(_: str, __: datetime) -> int:
    return 0


@dataclass(frozen=True)
class Surroundings:
    """Questions about a workspace that feedback alone cannot answer."""

    themes: Callable[[str], Awaitable[dict[str, ThemeLink]]]
    """Themes in use, by id."""
    counts: Callable[[str], Awaitable[Mapping[str, Mapping[str, int]]]]
    """How many verbatims per value of `kind`, `mood`, `channel`, `language`, `theme` and `month`, such as 2026-11."""
    total: Callable[[str], Awaitable[int]]
    meant: Callable[[str, str, datetime], Awaitable[Meant]]
    """What is near to a question: workspace, question, the present. It may take a moment; who asks again then knows."""
    parked: Callable[[str], Awaitable[list[Parked]]] = _nothing_parked
    """What failed too often before it became feedback."""
    retry: Callable[[str, datetime], Awaitable[int]] = _nothing_to_retry
    """Set all of that going again; returns how many."""

    async def check_theme(self, workspace: str, theme: str | None) -> None:
        """Let a person choose a theme, or none.

        Raises:
            Invalid: it is not in use in this workspace.
        """
        if theme is not None and theme not in await self.themes(workspace):
            raise Invalid("There is no such theme in use.", errors=[{"pointer": "/theme", "message": "is not in use"}])
