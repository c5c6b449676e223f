"""The roadmap as it goes out to programs."""

from collections.abc import Mapping
from typing import Any

from voc.roadmap.domain import Entry, Roadmap, Stage, Words
from voc.values import StoredTime, Value


class RoadmapOut(Value):
    """A workspace's roadmap as a whole."""

    settings: Roadmap
    path: str
    """Where it is read, below the address of this service; `{path}/feed` is its feed."""


class EntryList(Value):
    """What the roadmap shows, the latest first."""

    items: list[Entry]
    next: None = None


class EntryOut(Value):
    """What is written about one item for everybody to read."""

    item: str
    stage: Stage | None
    """Where the item stands on the roadmap; null: where no roadmap shows it."""
    shown: bool
    words: Mapping[str, Words]
    """By language; none: nothing was written yet."""
    by: str | None
    """Who wrote it last: a member or an API key."""
    changed_at: StoredTime | None


def entry_out(item: str, stage: Stage | None, row: Mapping[str, Any] | None) -> EntryOut:
    """A stored entry as programs see it; None: there is none."""
    if row is None:
        return EntryOut(item=item, stage=stage, shown=False, words={}, by=None, changed_at=None)
    kept = {name: row[name] for name in ("words", "by", "changed_at")}
    return EntryOut.model_validate({"item": item, "stage": stage, "shown": bool(row["shown"])} | kept)
