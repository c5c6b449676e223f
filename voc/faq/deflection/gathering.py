"""Who asked published questions: read from the verbatims that ask them, and from what was offered live."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from beanie import Document

from voc.clock import stamp
from voc.customers import queries as customers
from voc.customers.domain import top
from voc.faq.deflection.domain import Asked, GivenOut, given_out
from voc.faq.documents import FaqEntry
from voc.faq.domain import Line
from voc.faq.live.documents import LiveOffer
from voc.feedback.documents import Feedback
from voc.responses.documents import Response

Row = dict[str, Any]
AT_ONCE = 500
_SAID = ("customer", "response", "occurred_at", "channel", "noise")
_ANSWERED = ("customer_id", "visitor", "channel")


class Heard(NamedTuple):
    """Who asked one question."""

    asked: list[Asked]
    nameless: list[int]
    """When those asked who cannot be told from others: stamps."""


async def published(workspace: str) -> list[Row]:
    """Entries of which a version is given out, or was until it went stale: their trail and what asks them."""
    fields = dict.fromkeys(("live", "lines", "members", "published_at"), 1)
    rows = await FaqEntry.get_pymongo_collection().find({"workspace": workspace}, fields).to_list()
    found = [(row, _span(row)) for row in rows]
    return [row | {"span": span} for row, span in found if span]


def _span(row: Row) -> GivenOut | None:
    """When it was given out; of a trail that is too long to tell, since its latest version."""
    found = given_out(Line.model_validate(each) for each in row["lines"])
    return found or (GivenOut(int(row["published_at"]), None) if row["live"] is not None else None)


async def heard(workspace: str, entries: Sequence[Row]) -> dict[str, Heard]:
    """By entry: who asked it, in words or by being offered its answer."""
    said = await _by_id(Feedback, workspace, (id_ for row in entries for id_ in row["members"]), _SAID)
    offers = await _offers(workspace, [row["_id"] for row in entries])
    followed = [row["response"] for row in said.values() if row.get("response")]
    followed += [each["_id"] for own in offers.values() for each in own]
    responses = await _by_id(Response, workspace, followed, _ANSWERED)
    into = await customers.merged(workspace)
    return {
        row["_id"]: _heard([said[id_] for id_ in row["members"] if id_ in said], offers[row["_id"]], responses, into)
        for row in entries
    }


async def first_heard(workspace: str) -> datetime | None:
    """When the earliest feedback of a workspace was said."""
    found = Feedback.get_pymongo_collection().find({"workspace": workspace}, {"occurred_at": 1})
    rows = await found.sort("position", 1).limit(1).to_list()
    return _moment(rows[0]["occurred_at"]) if rows else None


def _heard(said: Iterable[Row], offers: Iterable[Row], responses: Mapping[str, Row], into: Mapping[str, str]) -> Heard:
    asked, nameless = [], []
    told = [(row, stamp(_moment(row["occurred_at"]))) for row in said if not row.get("noise")]
    told += [({"response": row["_id"]}, row["at"]) for row in offers]
    for row, at in told:
        response = responses.get(row.get("response") or "", {})
        channel = row.get("channel") or response.get("channel") or ""
        person = _person(row.get("customer") or response.get("customer_id"), response.get("visitor"), into)
        if person is None:
            nameless.append(at)
        else:
            asked.append(Asked(person, at, channel, row.get("response") or row["_id"]))
    return Heard(asked, nameless)


def _person(customer: str | None, visitor: str | None, into: Mapping[str, str]) -> str | None:
    if customer:
        return top(customer, into)
    return f"{VISITOR}{visitor}" if visitor else None


VISITOR = "visitor "
"""Stands before the name that a browser gave somebody unknown; no customer's id has a space."""


async def _offers(workspace: str, entries: Sequence[str]) -> dict[str, list[Row]]:
    """What was offered of each entry."""
    found: dict[str, list[Row]] = defaultdict(list)
    for start in range(0, len(entries), AT_ONCE):
        condition = {"workspace": workspace, "entry": {"$in": list(entries[start : start + AT_ONCE])}}
        for row in await LiveOffer.get_pymongo_collection().find(condition, {"entry": 1, "at": 1}).to_list():
            found[row["entry"]].append(row)
    return found


async def _by_id(model: type[Document], workspace: str, ids: Iterable[str], fields: Sequence[str]) -> dict[str, Row]:
    wanted = list(dict.fromkeys(ids))
    found: dict[str, Row] = {}
    for start in range(0, len(wanted), AT_ONCE):
        condition = {"_id": {"$in": wanted[start : start + AT_ONCE]}, "workspace": workspace}
        rows = await model.get_pymongo_collection().find(condition, dict.fromkeys(fields, 1)).to_list()
        found |= {row["_id"]: row for row in rows}
    return found


def _moment(at: datetime | str) -> datetime:
    return datetime.fromisoformat(at) if isinstance(at, str) else at
