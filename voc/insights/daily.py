"""Keeping the days of people: mark those that changed, recompute those that somebody is about to look at.

Only the days that trends look at are kept: what is said today is looked at tomorrow, and what is older than the weeks
before is looked at no more. So looking costs the same however much there is altogether.
"""

from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime, time, timedelta

from pymongo import UpdateOne

from voc import outbox
from voc.customers import queries as customers
from voc.customers.domain import top
from voc.feedback.domain import instant
from voc.insights import people, queries
from voc.insights.documents import PeopleDay
from voc.insights.people import EVERYBODY, People
from voc.insights.trends.weeks import Weeks
from voc.queue import Task
from voc.values import Value

WEEK = 7
BEFORE = 8
"""Weeks before the one that is looked at."""
KEPT = timedelta(days=WEEK * (BEFORE + 1) + 1)
WATCH_WAIT = timedelta(minutes=1)
"""Changes of the past come many at a time."""
MORNING = timedelta(minutes=10)
"""After midnight, so that what was said just before is read."""
MARK_BATCH = 200


class Known(Value):
    """The weeks up to a day."""

    themes: dict[str, Weeks]
    everybody: Weeks


def name_of(day: date) -> str:
    """A day as it is stored."""
    return f"d{day:%Y%m%d}"


def next_look(now: datetime) -> datetime:
    """When yesterday is complete."""
    return datetime.combine(now.astimezone(UTC).date() + timedelta(days=1), time(), UTC) + MORNING


async def mark(buckets: Iterable[tuple[str, str]], now: datetime) -> None:
    """Have the days of these buckets recomputed and looked at, as far as anybody looks at them."""
    today = now.astimezone(UTC).date()
    first, last = name_of(today - KEPT), name_of(today + timedelta(days=1))
    places = sorted({(workspace, _day_of(bucket)) for workspace, bucket in buckets})
    looked_at = [(workspace, day) for workspace, day in places if first <= day <= last]
    for start in range(0, len(looked_at), MARK_BATCH):
        await PeopleDay.get_pymongo_collection().bulk_write(
            [
                UpdateOne(
                    {"_id": f"{workspace}|{day}"},
                    {"$inc": {"version": 1}, "$set": {"dirty": True, "workspace": workspace, "day": day}},
                    upsert=True,
                )
                for workspace, day in looked_at[start : start + MARK_BATCH]
            ],
            ordered=False,
        )
    past = {workspace for workspace, day in looked_at if day < name_of(today)}
    for workspace in sorted({workspace for workspace, _ in looked_at}):
        await outbox.request(workspace, Task.watch, at=now + WATCH_WAIT if workspace in past else next_look(now))


async def weeks(workspace: str, end: date) -> Known:
    """Distinct people of the week before `end` and of the weeks before that, from days recomputed where they changed.

    Weeks before the first day with anybody are left out: silence then says that nobody was listening.
    """
    days = [end - timedelta(days=back) for back in range(WEEK * (BEFORE + 1), 0, -1)]
    await _recount(workspace, days)
    known = await queries.people_days(workspace, name_of(days[0]), name_of(days[-1]))
    stored = {row["day"]: people.unpack(bytes(row.get("people") or b"")) for row in known}
    heard = [place for place, day in enumerate(days) if stored.get(name_of(day))]
    first = -(-heard[0] // WEEK) * WEEK if heard else len(days)  # a week that began before the first day is not whole
    into = await customers.merged(workspace)
    same = {people.number_of(part): people.number_of(top(part, into)) for part in into}
    spans = [days[start : start + WEEK] for start in range(first, len(days), WEEK)]
    sums = [people.union(_of(stored, span), same) for span in spans]
    themes = {theme for each in sums for theme in each} - {EVERYBODY}
    return Known(
        themes={theme: _weeks([each.get(theme, 0) for each in sums]) for theme in sorted(themes)},
        everybody=_weeks([each.get(EVERYBODY, 0) for each in sums]),
    )


async def forget(workspace: str, end: date) -> None:
    """Remove the days that nobody looks at any more."""
    condition = {"workspace": workspace, "day": {"$lt": name_of(end - KEPT)}}
    await PeopleDay.get_pymongo_collection().delete_many(condition)


async def _recount(workspace: str, days: Sequence[date]) -> None:
    """Recompute the days that changed; one that changes meanwhile stays marked."""
    for row in await queries.dirty_days(workspace, name_of(days[0]), name_of(days[-1])):
        day = date.fromisoformat(row["day"][1:])
        start = datetime.combine(day, time(), UTC)
        said = await queries.said_between(workspace, instant(start), instant(start + timedelta(days=1)))
        fields = {"people": people.pack(people.count(said)), "dirty": False}
        unchanged = {"_id": row["_id"], "version": row["version"]}
        await PeopleDay.get_pymongo_collection().update_one(unchanged, {"$set": fields})


def _of(stored: dict[str, People], days: Sequence[date]) -> list[People]:
    return [stored[name_of(day)] for day in days if name_of(day) in stored]


def _weeks(counts: Sequence[int]) -> Weeks:
    return Weeks(before=tuple(counts[:-1]), now=counts[-1] if counts else 0)


def _day_of(bucket: str) -> str:
    """The day of a counter's bucket, `source|2026-11-21T09`."""
    return "d" + bucket.rpartition("|")[2][:10].replace("-", "")
