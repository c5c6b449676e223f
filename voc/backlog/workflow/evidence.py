"""Reads of what stands behind an item: voices for and against it, and who they are."""

import struct
from collections import Counter
from collections.abc import Sequence
from typing import Any

from voc.backlog.schemas import BacklogItemOut
from voc.backlog.workflow import quoting
from voc.customers import queries as customers
from voc.customers.domain import top
from voc.feedback import queries as feedback
from voc.feedback.documents import Feedback
from voc.feedback.domain import Kind
from voc.feedback.queries import Filters
from voc.feedback.schemas import FeedbackOut
from voc.themes import queries as themes
from voc.values import Value
from voc.web.pagination import from_cursor, to_cursor

LATEST = 24
"""Mentions that are looked at for other voices than the typical ones."""
NEAREST_THEMES = 3
POSITIVE = 0.25
"""From this mood on, −1…1, pages call it positive."""
CONTENT_SHARE = 0.8
"""Of the scale: who gives less is not content, whatever a model reads in the words."""


class Asker(Value):
    """A customer who raised the theme."""

    id: str
    label: str
    """Name, own id or masked contact."""
    account: str | None
    mentions: int


class AskerPage(Value):
    """Customers behind an item, those who raised it most first."""

    items: list[Asker]
    next: str | None
    customers: int
    """All of those that are known."""
    unsigned: int
    """Mentions by whom nobody knows."""


async def voices(workspace: str, item: BacklogItemOut) -> tuple[list[FeedbackOut], FeedbackOut | None]:
    """Verbatims that stand for an item, and one against it if there is one."""
    typical = await feedback.many(workspace, item.quotes)
    latest = (await feedback.page(workspace, Filters(theme=item.theme), limit=LATEST)).items
    against = [row for row in latest if _praises(row, item.theme)]
    others = [row for row in latest if row.kind == item.kind and not row.unsure]
    shown = quoting.diverse([typical[id_] for id_ in item.quotes if id_ in typical], others)
    counter = max(against, key=lambda row: row.sentiment or 0.0, default=None)
    return [row for row in shown if row != counter], counter or await _near_praise(workspace, item.theme)


async def askers(workspace: str, theme: str, *, cursor: str | None = None, limit: int = 20) -> AskerPage:
    """A page of the customers who raised a theme, merged ones as the person that they are.

    Raises:
        Invalid: the cursor is none of ours.
    """
    into = await customers.merged(workspace)
    counted: Counter[str | None] = Counter()
    for condition in Filters(theme=theme).conditions():
        stages = [{"$match": {"workspace": workspace} | condition}, {"$group": {"_id": "$customer", "n": {"$sum": 1}}}]
        for row in await (await Feedback.get_pymongo_collection().aggregate(stages)).to_list():
            counted[top(row["_id"], into) if row["_id"] else None] += row["n"]
    unsigned = counted.pop(None, 0)
    ordered = sorted(counted.items(), key=lambda pair: (-pair[1], str(pair[0])))
    start = max(0, int(from_cursor(cursor, int)[0])) if cursor else 0
    shown = {str(id_): count for id_, count in ordered[start : start + limit]}
    more = to_cursor(start + limit) if len(ordered) > start + limit else None
    return AskerPage(items=await _named(workspace, shown), next=more, customers=len(ordered), unsigned=unsigned)


async def _named(workspace: str, counted: dict[str, int]) -> list[Asker]:
    labels = await customers.labels(workspace, list(counted))
    rows = await customers.rows(workspace, list(counted), {"attributes": 1})
    accounts = {row["_id"]: (row.get("attributes") or {}).get("account") for row in rows}
    return [
        Asker(id=id_, label=labels.get(id_, "•••"), account=_text(accounts.get(id_)), mentions=count)
        for id_, count in counted.items()
    ]


def _text(value: Any) -> str | None:
    return str(value) if value else None


def _praises(row: FeedbackOut, theme: str) -> bool:
    """Whether it praises what the theme is about, as a whole or in the part that speaks of it, beyond doubt."""
    parts = [part for part in row.segments if part.theme == theme]
    kinds = [part.kind for part in parts] or [row.kind]
    felt = [part.sentiment for part in parts] or [row.sentiment or 0.0]
    return Kind.praise in kinds and max(felt) >= POSITIVE and not row.unsure and _content(row)


def _content(row: FeedbackOut) -> bool:
    """Whether the score that came along, if one did, agrees."""
    return row.rating is None or row.rating >= CONTENT_SHARE * (row.rating_scale or 5)


async def _near_praise(workspace: str, theme: str) -> FeedbackOut | None:
    """Praise that would belong to the theme, were it no praise: as near to its centre as the theme asks of its own."""
    own = await themes.row(workspace, theme)
    centre = _floats(own["centroid"])
    if not centre:
        return None
    praised = [row for row in await themes.centres(workspace, Kind.praise) if row["model"] == own["model"]]
    near = sorted(praised, key=lambda row: -_cosine(centre, _floats(row["centroid"])))[:NEAREST_THEMES]
    said = [id_ for row in near for id_ in row["quotes"]]
    packed = await themes.embeddings_of(workspace, own["model"], said)
    likeness = {id_: _cosine(centre, _halves(vector)) for id_, vector in packed.items()}
    best = max(likeness, key=lambda id_: likeness[id_], default=None)
    if best is None or likeness[best] < own["threshold"]:
        return None
    found = (await feedback.many(workspace, [best])).get(best)
    return found if found and not found.unsure and _content(found) else None


def _floats(packed: bytes) -> Sequence[float]:
    return struct.unpack(f"<{len(packed) // 4}f", packed)


def _halves(packed: bytes) -> Sequence[float]:
    return struct.unpack(f"<{len(packed) // 2}e", packed)


def _cosine(one: Sequence[float], other: Sequence[float]) -> float:
    """Of two unit rows."""
    return sum(a * b for a, b in zip(one, other, strict=False))
