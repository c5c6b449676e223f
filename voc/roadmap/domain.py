"""What stands where on a roadmap; pure."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from enum import StrEnum
from typing import Annotated, Any

from pydantic import AfterValidator, Field, field_validator, model_validator

from voc.backlog.shipping.domain import shipping
from voc.backlog.workflow.domain import Change, Status, Work
from voc.clock import from_stamp
from voc.errors import VocError
from voc.values import Value, one_line

LANGUAGES = ("ko", "en")
CHANGELOG_SHOWN = 100
FEED_SHOWN = 30


class Stage(StrEnum):
    """The columns of a roadmap."""

    planned = "planned"
    in_progress = "in_progress"
    shipped = "shipped"


class NotOnRoadmap(VocError):
    """The item stands where no roadmap shows it."""

    slug, title, status = "not-on-roadmap", "Not for the roadmap", 409


class Words(Value):
    """An entry in one language."""

    title: Annotated[str, Field(min_length=1, max_length=120), AfterValidator(one_line)]
    note: Annotated[str, Field(max_length=600), AfterValidator(str.strip)] = ""


class EntryIn(Value):
    """What a colleague wrote about an item for everybody to read."""

    shown: bool = True
    words: Mapping[str, Words]
    """By language; at least one."""

    @model_validator(mode="after")
    def _says_something(self) -> "EntryIn":
        if not self.words or not set(self.words) <= set(LANGUAGES):
            raise ValueError("write a title in Korean or English")
        return self


class Roadmap(Value):
    """A workspace's roadmap as a whole."""

    public: bool = False
    title: Annotated[str, Field(max_length=80), AfterValidator(one_line)] = ""
    """The company's name stands there if empty."""
    intro: Mapping[str, Annotated[str, Field(max_length=400)]] = {}
    """By language."""

    @field_validator("intro")
    @classmethod
    def _in_our_languages(cls, intro: Mapping[str, str]) -> Mapping[str, str]:
        if not set(intro) <= set(LANGUAGES):
            raise ValueError(f"has the languages {' and '.join(LANGUAGES)}")
        return intro


class Entry(Value):
    """An entry as its readers see it."""

    item: str
    stage: Stage
    language: str
    """Of title and note."""
    title: str
    note: str
    at: datetime
    """When it came to stand there."""


def place(work: Work, changes: Sequence[Change]) -> tuple[Stage, datetime] | None:
    """Where an item stands on a roadmap and since when; None where no roadmap shows it."""
    if shipped := shipping(work, changes):
        return Stage.shipped, from_stamp(shipped.at)
    if work.status not in (Status.planned, Status.in_progress):
        return None
    moves = (each for each in reversed(changes) if any(step.field == "status" for step in each.steps))
    last = next(moves, changes[0])  # its history is bounded
    return Stage(work.status.value), from_stamp(last.at)


def in_language(words: Mapping[str, Any], language: str) -> str:
    """The language that a reader gets: theirs, else the one that there is."""
    return language if language in words else next(each for each in LANGUAGES if each in words)


def by_month(entries: Sequence[Entry]) -> list[tuple[datetime, list[Entry]]]:
    """Shipped entries by the month in which they were, the latest first; a month as its first day."""
    months: dict[datetime, list[Entry]] = {}
    for entry in sorted(entries, key=lambda entry: (entry.at, entry.item), reverse=True):
        first = entry.at.replace(day=1, hour=0, minute=0, second=0, microsecond=0)
        months.setdefault(first, []).append(entry)
    return list(months.items())
