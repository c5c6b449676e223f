"""What people do with an item's issue: create one, link one that is there, look again, let go."""

from datetime import datetime
from typing import Any

from pymongo.errors import DuplicateKeyError

from voc.backlog.workflow import evidence, reading
from voc.backlog.workflow import queries as workflow
from voc.backlog.workflow import service as items
from voc.backlog.workflow.titles import imperative
from voc.clock import stamp
from voc.database import durable
from voc.errors import NotFound
from voc.trackers import drafting, marking, queries
from voc.trackers.adapters import ADAPTERS
from voc.trackers.documents import TrackerLink
from voc.trackers.domain import LinkedAlready, NoIssueNamed, link_id, reference
from voc.trackers.drafting import Draft
from voc.values import Value

Row = dict[str, Any]


class Wish(Value):
    """How an issue is to be written."""

    language: str
    """Of our words in it."""
    quoted: bool = True
    """Whether customers' words go along, redacted as on the item's page."""


async def draft(workspace: str, item_id: str, wish: Wish, *, public_url: str) -> Draft:
    """What an issue for an item would say now; `public_url` is that of this service, for the way back.

    Raises:
        NotFound: no such item.
    """
    item = await reading.one(workspace, item_id)
    said = (await evidence.voices(workspace, item)).quotes if wish.quoted else []
    return drafting.draft(
        imperative(item, wish.language),
        customers=item.customers,
        active=item.active_customers,
        quotes=[row.text for row in said],
        url=f"{public_url.rstrip('/')}/backlog/{item.id}",
        language=wish.language,
    )


async def create(workspace: str, item_id: str, tracker_id: str, wish: Wish, *, by: str, now: datetime) -> None:
    """Have an issue created for an item; it is made soon, once.

    Raises:
        NotFound: no such item or tracker.
        LinkedAlready: the item has an issue.
    """
    tracker = await queries.tracker(workspace, tracker_id)
    await reading.one(workspace, item_id)
    await _insert(workspace, item_id, tracker["_id"], by=by, now=now, wish=wish.model_dump())


async def link(workspace: str, item_id: str, tracker_id: str, text: str, *, by: str, now: datetime) -> None:
    """Tie an item to an issue that is there; nothing moves until either of them does.

    Args:
        workspace: whose.
        item_id: of the item.
        tracker_id: of the tracker.
        text: the issue's address or number, as people write it.
        by: the member or key.
        now: the present.

    Raises:
        NotFound: no such item or tracker.
        NoIssueNamed: the text names no issue of this tracker's project.
        LinkedAlready: the item has an issue.
    """
    tracker = await queries.tracker(workspace, tracker_id)
    await reading.one(workspace, item_id)
    found = ADAPTERS[tracker["kind"]].locate(text, tracker["project"], tracker["base_url"])
    if found is None:
        raise NoIssueNamed("This is no issue of the connected project.", project=tracker["project"])
    await _insert(workspace, item_id, tracker["_id"], by=by, now=now, issue=found)


async def refresh(workspace: str, item_id: str, *, now: datetime) -> None:
    """Have both sides looked at at once.

    Raises:
        NotFound: the item has no issue.
    """
    if not await marking.touch(workspace, link_id(item_id), now=now, insist=True):
        raise NotFound("This item has no issue.", item=item_id)


async def unlink(workspace: str, item_id: str, *, by: str, now: datetime) -> None:
    """Let an item and its issue go their own ways; the issue stays as it is.

    Raises:
        NotFound: the item has no issue.
    """
    row = await queries.link(workspace, item_id)
    if row is None:
        raise NotFound("This item has no issue.", item=item_id)
    await durable(TrackerLink).delete_one({"_id": row["_id"], "workspace": workspace})
    if row["url"] and (await workflow.stored(workspace, item_id)).work.tracker_url == row["url"]:
        await items.change(workspace, item_id, {"tracker_url": None}, by=by, now=now)


async def _insert(workspace: str, item: str, tracker: str, *, by: str, now: datetime, **fields: Any) -> None:
    id_, at = link_id(item), stamp(now)
    document = TrackerLink(
        id=id_, workspace=workspace, item=item, tracker=tracker, reference=reference(id_, at), by=by, made_at=at,
        next_dispatch_at=at, **fields,
    )  # fmt: skip
    try:
        await durable(TrackerLink).insert_one(document.model_dump(by_alias=True))
    except DuplicateKeyError as error:
        raise LinkedAlready("This item has an issue already.", item=item) from error
