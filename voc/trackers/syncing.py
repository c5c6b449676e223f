"""Brings items and their issues together: creates what is to be created, looks, and moves the side that is behind."""

from collections.abc import Awaitable, Callable, Sequence
from datetime import timedelta
from typing import Any, TypeVar

import httpx
import structlog

from voc import egress, outbox, vault
from voc.backlog import queries as backlog
from voc.backlog.workflow import queries as workflow
from voc.backlog.workflow import service as items
from voc.backlog.workflow.domain import ChangedMeanwhile, Status, WrongMove
from voc.clock import Clock, from_stamp, stamp
from voc.errors import NotFound
from voc.settings import Settings
from voc.trackers import marking, queries
from voc.trackers.adapters import Adapter, Issue
from voc.trackers.calling import asked_to_wait
from voc.trackers.documents import TrackerLink
from voc.trackers.domain import PASSING, IssueState, Rules, Seen, TrackerTrouble, Trouble, decide
from voc.trackers.opening import opened
from voc.trackers.service import Wish, draft
from voc.webhooks.domain import wait

log = structlog.get_logger("voc.trackers")
Row = dict[str, Any]
Answered = TypeVar("Answered")
Chance = Callable[[], float]
"""A number between 0 and 1, another one each time."""
SETTLING = timedelta(seconds=30)
"""How long an issue that may have been created is given to show up in the provider's lists."""
WELL: Row = {"trouble": None, "trouble_detail": "", "tries": 0}


class _Lost(Exception):
    """The link was removed, or another worker has it."""


async def sync(ids: Sequence[str], *, settings: Settings, clock: Clock, chance: Chance) -> int:
    """Look at those of these links that are due; returns how many.

    Safe to run twice: what was done before a crash is found as it is now.
    """
    also = {"trouble": Trouble.stopped.value}
    held = await outbox.lease(TrackerLink, ids, now=clock(), work=settings.work, also=also)
    async with outbox.kept(TrackerLink, held, work=settings.work), egress.client(settings.egress) as http:
        trackers = await queries.by_ids(list({row["tracker"] for row in held.rows}))
        for row in held.rows:
            await _Link(row, trackers.get(row["tracker"]), http, clock, settings.public_url).look(chance)
    return len(held.rows)


class _Link:
    """One leased link."""

    def __init__(self, row: Row, tracker: Row | None, http: httpx.AsyncClient, clock: Clock, public_url: str) -> None:
        self._row, self._tracker, self._http, self._clock, self._public_url = row, tracker, http, clock, public_url

    async def look(self, chance: Chance) -> None:
        """Do what is to be done, and write down what came of it."""
        if self._tracker is None:  # disconnected meanwhile
            await self._forget()
            return
        try:
            fields = await self._together(self._tracker)
        except _Lost:
            return
        except NotFound as missing:
            await self._missed(missing, chance())
        except TrackerTrouble as trouble:
            await self._failed(trouble, chance())
        except (WrongMove, ChangedMeanwhile):  # somebody was faster: decide again upon what they did
            await marking.touch(self._row["workspace"], self._row["_id"], now=self._clock())
            await marking.settle(self._row, {}, now=self._clock())
        else:
            await marking.settle(self._row, WELL | fields, now=self._clock())

    async def _together(self, tracker: Row) -> Row:
        """Both sides as they stand after whatever had to be moved."""
        adapter = _adapter(tracker, self._http, self._clock)
        issue = await self._issue(adapter)
        work = (await workflow.stored(self._row["workspace"], self._row["item"])).work
        now = Seen(work.status, issue.state)
        decision = decide(self._before(now), now, Rules.model_validate(tracker["rules"]))
        if decision.issue_to is not None:
            issue = await _readable(adapter.move(issue.id, decision.issue_to))
        if work.tracker_url != issue.url and self._row["item_status"] is None:
            await self._change({"tracker_url": issue.url}, self._row["by"])
        if decision.item_to is not None:
            await self._change({"status": decision.item_to.value}, f"tracker:{tracker['kind']}")
        stands = decision.item_to or work.status
        return _issue_fields(issue) | {
            "issue_state": issue.state.value,
            "item_status": stands.value,
            "wish": None,
            "looked_at": stamp(self._clock()),
        }

    def _before(self, now: Seen) -> Seen:
        """What was seen last. An issue made of the item follows it from the start; one that was there before waits
        until either of them moves."""
        if self._row["item_status"] is not None:
            return Seen(Status(self._row["item_status"]), IssueState(self._row["issue_state"]))
        return Seen(None, now.issue) if self._row["wish"] else now

    async def _issue(self, adapter: Adapter) -> Issue:
        """The issue as it is now; created where there is none."""
        row = self._row
        if row["issue"] is not None:
            return await _readable(adapter.look(row["issue"]))
        if row["called_at"] is not None:
            found = await _readable(adapter.find(row["reference"], from_stamp(row["called_at"])))
            if found is not None:
                return await self._made(found)
        wish = Wish.model_validate(row["wish"])
        wanted = await draft(row["workspace"], row["item"], wish, public_url=self._public_url)
        row["called_at"] = row["called_at"] or stamp(self._clock())
        if not await marking.note(row, {"called_at": row["called_at"]}):
            raise _Lost
        return await self._made(await _readable(adapter.create(wanted, row["reference"])))

    async def _made(self, issue: Issue) -> Issue:
        if not await marking.note(self._row, _issue_fields(issue)):
            raise _Lost
        self._row["issue"] = issue.id
        return issue

    async def _change(self, wishes: Row, by: str) -> None:
        if not await marking.stands(self._row):  # somebody let the issue go while we looked at it
            raise _Lost
        await items.change(self._row["workspace"], self._row["item"], wishes, by=by, now=self._clock())

    async def _missed(self, missing: NotFound, chance: float) -> None:
        """A link without its item is of no use; of whatever else is gone people are told."""
        if await backlog.many(self._row["workspace"], [self._row["item"]]):
            await self._failed(TrackerTrouble(missing.detail, reason=Trouble.stopped), chance)
            return
        log.warning("the item of a link is gone", link=self._row["_id"])
        await self._forget()

    async def _forget(self) -> None:
        mine = {"_id": self._row["_id"], "owner": self._row["owner"]}
        await TrackerLink.get_pymongo_collection().delete_one(mine)

    async def _failed(self, trouble: TrackerTrouble, chance: float) -> None:
        """Try again later what may pass; tell people of what will not."""
        row, now = self._row, self._clock()
        tries = row["tries"] + 1
        fields = {"tries": tries, "trouble": trouble.reason.value, "trouble_detail": trouble.detail}
        pause = wait(tries, chance=chance, asked=asked_to_wait(trouble)) if trouble.reason in PASSING else None
        if pause is None:
            await marking.settle(row, fields, now=now)
            return
        if row["issue"] is None and row["called_at"] is not None:
            pause = max(pause, SETTLING)
        alone = outbox.Lease(owner=row["owner"], rows=(row,))
        await outbox.release(TrackerLink, alone, at=now + pause, fields=fields)


def _adapter(tracker: Row, http: httpx.AsyncClient, clock: Clock) -> Adapter:
    try:
        return opened(tracker, http, clock)
    except vault.Unreadable as error:
        raise TrackerTrouble(error.detail, reason=Trouble.secret) from error


async def _readable(answered: Awaitable[Answered]) -> Answered:
    """What an adapter made of an answer; JSON that is not what the provider's documentation says is no answer."""
    try:
        return await answered
    except (KeyError, TypeError, IndexError, AttributeError, ValueError) as error:
        said = f"The provider's answer is not what its documentation says ({type(error).__name__})."
        raise TrackerTrouble(said, reason=Trouble.down) from error


def _issue_fields(issue: Issue) -> Row:
    return {"issue": issue.id, "key": issue.key, "url": issue.url, "issue_title": issue.title}
