"""The use case of asking many people at once: a few calls of the database for all of them.

Same rules as `voc.asks.service.grant`; whoever somebody else asks in the same moment, and surveys that count their
answers, go through that, one by one.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from pymongo import UpdateOne
from pymongo.errors import BulkWriteError

from voc.asks import ledger, policy, service, tally
from voc.asks.documents import Ledger, RecordedAsk
from voc.asks.domain import ledger_id
from voc.asks.service import Verdict
from voc.clock import stamp
from voc.database import DUPLICATE_KEY, flush
from voc.surveys.domain import refusal
from voc.surveys.schemas import PublishedSurvey
from voc.values import Value

Row = dict[str, Any]


class Wish(Value):
    """Somebody to ask."""

    ask: str
    """The ask's id, the same however often it is wished."""
    people: tuple[str, ...]
    """The names of this one person, the surest first."""
    channel: str


async def grant_all(
    survey: PublishedSurvey, wishes: Sequence[Wish], *, now: datetime, arrived: tally.Arrived
) -> dict[str, Verdict]:
    """Record what nothing forbids; by ask.

    Args:
        survey: what would be asked.
        wishes: whom.
        now: the present.
        arrived: see `voc.asks.tally.Arrived`.
    """
    if refusal(survey.state, survey.definition.schedule, at=now):
        return {wish.ask: Verdict(granted=False, rule="closed") for wish in wishes}
    rules = (await policy.read(survey.workspace)).policy
    rows = await _rows(survey.workspace, wishes)
    verdicts: dict[str, Verdict] = {}
    open_: list[Wish] = []
    for wish in wishes:
        known = _asks(survey.workspace, rows, wish)
        others = [each for each in known if each.ask != wish.ask]
        if rule := service.forbids(survey, others, rules, now=now):
            verdicts[wish.ask] = Verdict(granted=False, rule=rule)
        else:
            open_.append(wish)
    counted = bool((await tally.caps(survey, now=now)).limits)
    lost = open_ if counted else await _record_all(survey, open_, rows, now=now)
    verdicts |= {wish.ask: Verdict(granted=True, ask=wish.ask) for wish in open_ if wish not in lost}
    for wish in lost:
        verdicts[wish.ask] = await service.grant(
            survey,
            wish.people,
            sampled_as=None,
            channel=wish.channel,
            now=now,
            arrived=arrived,
            ask=wish.ask,
        )
    return verdicts


async def _rows(workspace: str, wishes: Sequence[Wish]) -> dict[str, Row]:
    """The ledgers of everybody, by id."""
    ids = list({ledger_id(workspace, person) for wish in wishes for person in wish.people})
    found = await Ledger.get_pymongo_collection().find({"_id": {"$in": ids}}).to_list()
    return {row["_id"]: row for row in found}


def _asks(workspace: str, rows: Mapping[str, Row], wish: Wish) -> list[RecordedAsk]:
    ledgers = [rows.get(ledger_id(workspace, person)) for person in wish.people]
    found = {ask["ask"]: RecordedAsk.model_validate(ask) for row in ledgers if row for ask in row["asks"]}
    return sorted(found.values(), key=lambda ask: ask.at)


async def _record_all(
    survey: PublishedSurvey, wishes: Sequence[Wish], rows: Mapping[str, Row], *, now: datetime
) -> list[Wish]:
    """Write the asks of everybody at once; returns those whose ledger somebody else has changed meanwhile."""
    fresh: dict[str, tuple[Row, Wish]] = {}
    grown: list[tuple[UpdateOne, str, Wish]] = []
    taken: set[str] = set()
    twice: list[Wish] = []
    for wish in wishes:
        ids = {ledger_id(survey.workspace, person) for person in wish.people}
        if ids & taken:  # somebody who is wished for twice: the second look must see the first ask
            twice.append(wish)
            continue
        taken |= ids
        recorded = RecordedAsk(
            ask=wish.ask,
            survey=survey.id,
            group=survey.definition.targeting.frequency.group,
            at=stamp(now),
            channel=wish.channel,
        )
        for id_ in ids:
            row = rows.get(id_)
            if row is None:
                fresh[id_] = (_new(survey.workspace, id_, recorded), wish)
            elif all(each["ask"] != wish.ask for each in row["asks"]):
                grown.append((_grow(row, recorded), id_, wish))
    lost = twice + await _insert(fresh) + await _update(grown)
    await flush(Ledger)
    return list(dict.fromkeys(lost))


def _new(workspace: str, id_: str, recorded: RecordedAsk) -> Row:
    return {"_id": id_, "workspace": workspace, "asks": [recorded.model_dump()], "revision": 0}


def _grow(row: Row, recorded: RecordedAsk) -> UpdateOne:
    known = [RecordedAsk.model_validate(each) for each in row["asks"]]
    kept = [each.model_dump() for each in ledger.kept([*known, recorded])]
    return UpdateOne(
        {"_id": row["_id"], "revision": row["revision"]}, {"$set": {"asks": kept}, "$inc": {"revision": 1}}
    )


async def _insert(fresh: Mapping[str, tuple[Row, Wish]]) -> list[Wish]:
    if not fresh:
        return []
    rows = [row for row, _ in fresh.values()]
    try:
        await Ledger.get_pymongo_collection().insert_many(rows, ordered=False)
    except BulkWriteError as error:
        failures = error.details["writeErrors"]
        if any(failure["code"] != DUPLICATE_KEY for failure in failures):
            raise
        return [fresh[rows[failure["index"]]["_id"]][1] for failure in failures]
    return []


async def _update(grown: Sequence[tuple[UpdateOne, str, Wish]]) -> list[Wish]:
    if not grown:
        return []
    collection = Ledger.get_pymongo_collection()
    written = await collection.bulk_write([change for change, _, _ in grown], ordered=False)
    if written.matched_count == len(grown):
        return []
    found = await collection.find({"_id": {"$in": [id_ for _, id_, _ in grown]}}).to_list()
    there = {row["_id"]: {each["ask"] for each in row["asks"]} for row in found}
    return [wish for _, id_, wish in grown if wish.ask not in there.get(id_, set())]
