"""Sources as programs see them."""

from datetime import datetime
from typing import Any

from pydantic import Field

from voc.clock import from_stamp
from voc.faq.sources.domain import ADVICE, Refusal
from voc.values import Value


class SourceOut(Value):
    """A source."""

    id: str
    kind: str
    """`file`, `page` or `reply`."""
    address: str
    title: str
    language: str | None
    state: str
    """`pending`: waits to be read; `done`; `refused`: what came last cannot be used; `parked`: it failed."""
    version: int
    """0: never read."""
    passages: int
    size_bytes: int
    changed_at: datetime
    checked_at: datetime
    problem: str | None
    """Of what came last; what was read before stays."""
    advice: str | None
    """What to do about it."""


class SourcesOut(Value):
    """Sources, what changed last first."""

    items: list[SourceOut]
    next: str | None
    """`cursor` of the next page; null at the end."""


class PagesIn(Value):
    """Pages to fetch."""

    urls: list[str] = Field(min_length=1, max_length=1_000)


class PageOut(Value):
    """What became of one page: `id`, or `error`."""

    url: str
    id: str | None = None
    error: str | None = None


class PagesOut(Value):
    """What became of each page, in order."""

    items: list[PageOut]


class RepliesOut(Value):
    """That colleagues' answers are looked for."""

    requested: bool = True


def source_out(row: dict[str, Any]) -> SourceOut:
    """A stored source as programs see it."""
    problem = Refusal(row["problem"]) if row["problem"] else None
    advice = f"{ADVICE[problem]} {row['detail']}".strip() if problem else None
    return SourceOut(
        id=row["_id"], kind=row["kind"], address=row["address"], title=row["title"], language=row["language"],
        state=row["state"], version=row["version"], passages=row["passages"], size_bytes=row["size_bytes"],
        changed_at=from_stamp(row["changed_at"]), checked_at=from_stamp(row["checked_at"]), problem=row["problem"],
        advice=advice,
    )  # fmt: skip
