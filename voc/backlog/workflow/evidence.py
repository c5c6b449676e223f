"""Reads of what stands behind an item: voices for and against it, and who they are."""

from collections import Counter
from typing import Any, NamedTuple

from voc.backlog.schemas import BacklogItemOut
from voc.backlog.workflow import quoting
from voc.customers import queries as customers
from voc.customers.domain import top
from voc.feedback import queries as feedback
from voc.feedback.domain import Kind
from voc.feedback.queries import Filters
from voc.feedback.schemas import FeedbackOut
from voc.packed import cosine, floats, halves
from voc.themes import queries as themes
from voc.values import Value
from voc.web.pagination import from_cursor, to_cursor

LATEST = 24
"""Mentions that are looked at for other voices than the typical ones."""
SPOKE_LAST = 6
"""Customers on an item's own page."""
NEAREST_THEMES = 3
SURE = 0.8
"""Of its being praise: what is told as a voice against an item had better be one."""
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


class Voices(NamedTuple):
    """What an item's page shows of its mentions, at the same cost however many there are."""

    quotes: list[FeedbackOut]
    """Those that stand for it."""
    counter: FeedbackOut | None
    """One against it, if there is one."""
    latest: list[FeedbackOut]
    """The newest of each of the customers who spoke of it last."""


async def voices(workspace: str, item: BacklogItemOut) -> Voices:
    """Verbatims for an item, one against it, and who spoke of it last."""
    typical = await feedback.many(workspace, item.quotes)
    latest = (await feedback.page(workspace, Filters(theme=item.theme), limit=LATEST)).items
    against = [row for row in latest if _praises(row)]
    others = [row for row in latest if row.kind == item.kind and not row.unsure]
    shown = quoting.diverse([typical[id_] for id_ in item.quotes if id_ in typical], others)
    counter = max(against, key=lambda row: row.sentiment or 0.0, default=None)
    by_customer = {row.customer: row for row in reversed(latest) if row.customer}
    newest = sorted(by_customer.values(), key=lambda row: row.occurred_at, reverse=True)
    quotes = [row for row in shown if row != counter]
    return Voices(quotes, counter or await _near_praise(workspace, item.theme), newest[:SPOKE_LAST])


async def askers(workspace: str, theme: str, *, cursor: str | None = None, limit: int = 20) -> AskerPage:
    """A page of the customers who raised a theme, merged ones as the person that they are.

    Raises:
        Invalid: the cursor is none of ours.
    """
    into = await customers.merged(workspace)
    counted: Counter[str | None] = Counter()
    for customer, count in (await feedback.mentions_by_customer(workspace, theme)).items():
        counted[top(customer, into) if customer else None] += count
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


def _praises(row: FeedbackOut) -> bool:
    """Whether it is praise beyond doubt: as a whole and in no part a complaint or a wish, in mood and by its score."""
    wants = any(part.kind in (Kind.complaint, Kind.idea) for part in row.segments)
    sure = "kind" in row.corrected or (row.kind_confidence or 0.0) >= SURE
    happy = row.kind == Kind.praise and (row.sentiment or 0.0) >= POSITIVE
    return sure and happy and not wants and _content(row)


def _content(row: FeedbackOut) -> bool:
    """Whether the score that came along, if one did, agrees."""
    return row.rating is None or row.rating >= CONTENT_SHARE * (row.rating_scale or 5)


async def _near_praise(workspace: str, theme: str) -> FeedbackOut | None:
    """Praise that would belong to the theme, were it no praise: as near to its centre as the theme asks of its own."""
    own = await themes.row(workspace, theme)
    centre = floats(own["centroid"])
    if not centre:
        return None
    same = (own["model"], own["language"])
    praised = [row for row in await themes.centres(workspace, Kind.praise) if (row["model"], row["language"]) == same]
    near = sorted(praised, key=lambda row: -cosine(centre, floats(row["centroid"])))[:NEAREST_THEMES]
    said = [id_ for row in near for id_ in row["quotes"]]
    packed = await themes.embeddings_of(workspace, own["model"], said)
    likeness = {id_: cosine(centre, halves(vector)) for id_, vector in packed.items()}
    best = max(likeness, key=lambda id_: likeness[id_], default=None)
    if best is None or likeness[best] < own["threshold"]:
        return None
    found = (await feedback.many(workspace, [best])).get(best)
    return found if found and _praises(found) else None
