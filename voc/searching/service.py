"""Asking by meaning. For the web process: it puts a question down and reads what a worker found."""

from datetime import datetime, timedelta
from typing import Any

from pymongo.errors import DuplicateKeyError

from voc import outbox, vault
from voc.clock import stamp
from voc.errors import Invalid
from voc.feedback.surroundings import Meant
from voc.outbox import State
from voc.queue import Task
from voc.redaction import redacted
from voc.searching import domain, queries
from voc.searching.documents import MeaningSearch

Row = dict[str, Any]


async def ask(workspace: str, question: str, *, now: datetime) -> Meant:
    """What is near to a question; the first to ask, and whoever asks after `domain.KEPT`, sets the search going.

    Raises:
        Invalid: the question is empty.
    """
    words = domain.as_asked(redacted(question).text)
    if not words:
        raise Invalid("There is nothing to look for.", errors=[{"pointer": "/question", "message": "is empty"}])
    id_ = search_id(workspace, words)
    searches = MeaningSearch.get_pymongo_collection()
    row = await searches.find_one({"_id": id_})
    if row is None or _is_old(row, now):  # first of all: whatever happens, it is forgotten in time
        await outbox.request(workspace, Task.tidy_searches, at=now + domain.FORGOTTEN)
    if row is None:
        fresh = MeaningSearch(
            id=id_, workspace=workspace, question=words, asked_at=stamp(now), next_dispatch_at=stamp(now)
        )
        try:
            await searches.insert_one(fresh.model_dump(by_alias=True))
        except DuplicateKeyError:  # a colleague asked the same just now
            return await ask(workspace, question, now=now)
    elif _is_old(row, now):
        again = {"state": State.pending.value, "found": None, "attempts": 0, "last_error": None}
        again |= {"asked_at": stamp(now), "next_dispatch_at": stamp(now), "owner": None, "lease_until": None}
        await searches.update_one({"_id": id_, "revision": row["revision"]}, {"$set": again, "$inc": {"revision": 1}})
    else:
        return meant(row)
    return Meant(id=id_, question=words, state="searching", close_from=domain.CLOSE_LIKENESS)


async def standing(workspace: str, id_: str) -> Meant:
    """How a search stands.

    Raises:
        NotFound: not in this workspace, or too long ago.
    """
    return meant(await queries.search(workspace, id_))


def search_id(workspace: str, question: str) -> str:
    """Tells nobody what was asked."""
    return "srch_" + vault.sign("search by meaning", f"{workspace}\0{question.casefold()}")


def meant(row: Row) -> Meant:
    """A stored search as the outside sees it."""
    state = {State.parked: "failed", State.done: "found"}.get(row["state"], "searching")
    return Meant(
        id=row["_id"],
        question=row["question"],
        state=state,
        likeness={each["feedback"]: each["likeness"] for each in row["found"] or ()} if state == "found" else {},
        looked_at=row["looked_at"],
        is_complete=bool(row["is_complete"]),
        close_from=domain.CLOSE_LIKENESS,
    )


def _is_old(row: Row, now: datetime) -> bool:
    """Whether it is made anew: after a while, at once where it failed, never while a worker is at it."""
    if row["state"] == State.pending:
        return False
    age = stamp(now) - row["asked_at"]
    return age > domain.KEPT / timedelta(milliseconds=1) or row["state"] == State.parked and age > 5_000
