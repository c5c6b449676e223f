"""Places in a survey's tally: held for what is on its way, counted when it has arrived."""

from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime, timedelta
from typing import Any

from pymongo.errors import DuplicateKeyError

from voc.asks.documents import Tally
from voc.asks.domain import Caps, Place, caps_of, has_room
from voc.asks.turns import ATTEMPTS, crowded, turn
from voc.clock import from_stamp, stamp
from voc.database import durable
from voc.surveys.schemas import PublishedSurvey
from voc.surveys.targeting.pacing import RESERVED_SECONDS

Row = dict[str, Any]
Arrived = Callable[[Sequence[Place]], Awaitable[set[str]]]
"""Says which of these places' keys have arrived after all; asked about places whose time is up."""


async def hold(
    survey: PublishedSurvey,
    place: Place,
    *,
    caps: Caps,
    paced: bool,
    now: datetime,
    arrived: Arrived,
    instead_of: str | None = None,
) -> bool:
    """Hold a place if there is one; one that is held already is held longer.

    Args:
        survey: whose tally.
        place: for what.
        caps: how far each counter may go.
        paced: whether the pace concerns it, too.
        now: the present.
        arrived: see `Arrived`.
        instead_of: the key of the place that this one takes over.
    """
    async with turn(survey.id):
        for _ in range(ATTEMPTS):
            row = await _settled(survey, now=now, arrived=arrived)
            places = [each for each in _places(row) if each.key not in (place.key, instead_of)]
            # one submission is stored once, however often it is sent
            others = [each for each in places if each.submission is None or each.submission != place.submission]
            if not has_room(row["counts"], others, caps, paced=paced, now=now):
                return False
            if await _write(row, row["counts"], [*places, place]):
                return True
    raise crowded()


async def count(survey: PublishedSurvey, key: str, *, now: datetime, arrived: Arrived) -> None:
    """Count what has arrived and give its place up; nothing happens when it was counted before."""
    async with turn(survey.id):
        for _ in range(ATTEMPTS):
            row = await _settled(survey, now=now, arrived=arrived)
            mine = [each for each in _places(row) if each.key == key]
            if not mine or await _write(row, *_counted(row, mine)):
                return
    raise crowded()


async def caps(survey: PublishedSurvey, *, now: datetime) -> Caps:
    """The caps on starting a response now; reads nothing where the survey has none."""
    schedule = survey.definition.schedule
    if schedule.limit is None and schedule.pacing is None:
        return Caps(limits={})
    row = await _read(survey, now=now)
    return caps_of(schedule, at=now, since=from_stamp(row["since"]))


async def release(survey: PublishedSurvey, key: str, *, now: datetime) -> None:
    """Give a place up uncounted."""
    async with turn(survey.id):
        for _ in range(ATTEMPTS):
            row = await _read(survey, now=now)
            places = _places(row)
            if await _write(row, row["counts"], [each for each in places if each.key != key]):
                return


async def has_place(survey: PublishedSurvey, *, now: datetime) -> bool | None:
    """Whether somebody could be asked now; None where nothing limits that. Changes nothing."""
    schedule = survey.definition.schedule
    if schedule.limit is None and schedule.pacing is None:
        return None
    row = await _found(survey) or _fresh(survey, now=now)
    limits = caps_of(schedule, at=now, since=from_stamp(row["since"]))
    return has_room(row["counts"], _places(row), limits, paced=True, now=now)


async def counts(survey: str) -> dict[str, int]:
    """What has arrived, by counter."""
    row = await Tally.get_pymongo_collection().find_one({"_id": survey}, {"counts": 1})
    return dict(row["counts"]) if row else {}


def place_until(now: datetime) -> int:
    """When a place that is taken now is free again."""
    return stamp(now + timedelta(seconds=RESERVED_SECONDS))


async def _settled(survey: PublishedSurvey, *, now: datetime, arrived: Arrived) -> Row:
    """The tally without places whose time is up: a crash between arriving and counting is made good here."""
    for _ in range(ATTEMPTS):
        row = await _read(survey, now=now)
        late = [place for place in _places(row) if place.until <= stamp(now)]
        if not late:
            return row
        there = await arrived(late)
        counted, places = _counted(row, [place for place in late if place.key in there])
        await _write(row, counted, [place for place in places if place.until > stamp(now)])
    raise crowded()


def _counted(row: Row, arrived: Sequence[Place]) -> tuple[dict[str, int], list[Place]]:
    counted, keys = dict(row["counts"]), {place.key for place in arrived}
    for place in arrived:
        for name in place.counts:
            counted[name] = counted.get(name, 0) + 1
    return counted, [place for place in _places(row) if place.key not in keys]


def _places(row: Row) -> list[Place]:
    return [Place.model_validate(each) for each in row["places"]]


async def _read(survey: PublishedSurvey, *, now: datetime) -> Row:
    """The tally; it begins where there is none."""
    if row := await _found(survey):
        return row
    fresh = _fresh(survey, now=now)
    try:
        await durable(Tally).insert_one(dict(fresh))
    except DuplicateKeyError:  # two first readers
        return await _read(survey, now=now)
    return fresh


async def _found(survey: PublishedSurvey) -> Row | None:
    found: Row | None = await Tally.get_pymongo_collection().find_one({"_id": survey.id})
    return found


def _fresh(survey: PublishedSurvey, *, now: datetime) -> Row:
    kept = {"counts": {}, "since": stamp(now), "places": [], "revision": 0}
    return {"_id": survey.id, "workspace": survey.workspace} | kept


async def _write(row: Row, counted: dict[str, int], places: Sequence[Place]) -> bool:
    unchanged = {"_id": row["_id"], "revision": row["revision"]}
    fields = {"counts": counted, "places": [each.model_dump(mode="json") for each in places]}
    written = await durable(Tally).update_one(unchanged, {"$set": fields, "$inc": {"revision": 1}})
    return bool(written.matched_count)
