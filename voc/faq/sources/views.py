"""What the pages show of sources; every value is ready to print."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from voc.clock import from_stamp
from voc.values import Value

Row = dict[str, Any]


class SourceView(Value):
    """A source in the list."""

    id: str
    kind: str
    title: str
    address: str
    href: str | None
    """Of a page of the web, or of the conversation that a reply was given in."""
    language: str | None
    state: str
    problem: str | None
    detail: str
    version: int
    passages: int
    entries: int
    """That cite it."""
    changed_at: datetime


class StretchView(Value):
    """A heading or a passage of a source, in reading order."""

    id: str | None
    """None: a heading."""
    text: str
    level: int = 0
    page: int | None = None
    entries: tuple[tuple[str, str], ...] = ()
    """Id and question of those that cite it."""


def source_view(row: Row, *, entries: int) -> SourceView:
    """A stored source."""
    kind, address = row["kind"], row["address"]
    links = {"page": address, "reply": f"/customers/{row['customer']}" if row["customer"] else None}
    return SourceView(
        id=row["_id"], kind=kind, title=row["title"] or address, address=address, href=links.get(kind),
        language=row["language"], state=row["state"], problem=row["problem"], detail=row["detail"],
        version=row["version"], passages=row["passages"], entries=entries, changed_at=from_stamp(row["changed_at"]),
    )  # fmt: skip


def stretches(text: Row | None, citing: Mapping[str, tuple[tuple[str, str], ...]]) -> list[StretchView]:
    """The words of a source from the first to the last."""
    if text is None:
        return []
    whole = text["text"]
    found = [
        (start, StretchView(id=None, text=whole[start:end], level=level)) for start, end, level in text["headings"]
    ]
    for place in text["places"]:
        said, id_ = whole[place["start"] : place["end"]], place["passage"]
        view = StretchView(id=id_, text=said, page=place["page"], entries=citing.get(id_, ()))
        found.append((place["start"], view))
    return [view for _, view in sorted(found, key=lambda pair: pair[0])]
