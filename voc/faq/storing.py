"""Writing an entry: decide upon its present state, and write unless somebody was faster; then decide again."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from voc import outbox
from voc.clock import stamp
from voc.database import durable
from voc.faq import queries, shelf
from voc.faq.content import Content, Support
from voc.faq.documents import FaqEntry, FaqVersion
from voc.faq.domain import LINES_LIMIT, Entry, VersionLine
from voc.faq.queries import Held
from voc.faq.ranking import WEEKS
from voc.faq.refusals import ChangedMeanwhile, TooManyVersions
from voc.queue import Task
from voc.values import new_id

TRIES = 5
Decide = Callable[[Entry], Entry | None]
"""The entry as it should be; None: as it is."""
Row = dict[str, Any]
NOBODY: Row = {
    "members": [], "questions": 0, "askers": 0, "askers_low": 0.0, "weekly": [0] * WEEKS, "trend": 1.0, "keywords": [],
}  # fmt: skip
"""What is known of a question that nobody asks."""


async def write(
    workspace: str,
    id_: str,
    decide: Decide,
    *,
    by: str,
    now: datetime,
    revision: int | None = None,
    restores: int | None = None,
    also: Row | None = None,
) -> None:
    """Store what is decided.

    Args:
        workspace: whose.
        id_: of the entry.
        decide: pure; asked again where somebody changed the entry in the same moment.
        by: the member, key or machine.
        now: the present.
        revision: the one that the wish was made upon; None for whichever stands there.
        restores: the version that is brought back.
        also: further fields to set.

    Raises:
        NotFound: no such entry.
        ChangedMeanwhile: it is not at that revision any more.
        TooManyVersions: the entry holds as many as it may.
    """
    for _ in range(TRIES):
        held = await queries.held(workspace, id_)
        if revision is not None and held.revision != revision:
            raise _crossed(id_, held)
        wanted = decide(held.entry)
        if wanted is None or await _stored(workspace, id_, held, wanted, by, now, restores, also or {}):
            return
    raise ChangedMeanwhile("Colleagues are changing this entry at this moment. Try again.", faq=id_)


async def create(workspace: str, language: str, entry: Entry, *, by: str, now: datetime, also: Row) -> str:
    """Store a new entry with its first version; returns its id."""
    id_ = new_id("faq", now)
    line = await _version(workspace, id_, entry, by, now, None)
    settled = {"workspace": workspace, "language": language, "revision": 1, "created_at": stamp(now)}
    fields = FaqEntry.model_validate({"id": id_} | settled | _fields(entry, (line,), now) | also)
    await durable(FaqEntry).insert_one(fields.model_dump(by_alias=True))
    await _ask_to_check(workspace, entry, now)
    return id_


async def count(workspace: str, id_: str, facts: Row) -> None:
    """Say who asks an entry's question; no change of the entry, and the same however often it is said."""
    await FaqEntry.get_pymongo_collection().update_one({"_id": id_, "workspace": workspace}, {"$set": facts})


async def _stored(
    workspace: str, id_: str, held: Held, wanted: Entry, by: str, now: datetime, restores: int | None, also: Row
) -> bool:
    versions = held.versions
    if wanted.version != held.entry.version:
        if len(versions) >= LINES_LIMIT:
            raise TooManyVersions(f"An entry holds {LINES_LIMIT} versions.", faq=id_)
        versions = (*versions, await _version(workspace, id_, wanted, by, now, restores))
    fields = _fields(wanted, versions, now) | also
    if wanted.live != held.entry.live:
        told = wanted.content if wanted.live is not None else None
        fields["given_out"] = told.model_dump(mode="json") if told else None
        fields["published_at"] = stamp(now) if told else None
    elif wanted.live not in (None, wanted.version):
        earlier = await queries.version(workspace, id_, wanted.live or 0)
        fields |= {name: sorted({*fields[name], *ids}) for name, ids in _cited(earlier).items()}
    unchanged = {"_id": id_, "workspace": workspace, "revision": held.revision}
    written = await durable(FaqEntry).update_one(unchanged, {"$set": fields, "$inc": {"revision": 1}})
    if written.matched_count:
        await _ask_to_check(workspace, wanted, now)
        if wanted.live != held.entry.live:
            await shelf.changed(workspace)
            await outbox.request(workspace, Task.measure_deflection, at=now)
    return bool(written.matched_count)


async def _version(workspace: str, id_: str, entry: Entry, by: str, now: datetime, restores: int | None) -> VersionLine:
    """Keep what a version says, before any entry names it: one that a crash leaves behind is in nobody's way."""
    line = VersionLine(id=new_id("faqv", now), number=entry.version, by=by, at=stamp(now), restores=restores)
    content = entry.content.model_dump(mode="json")
    row = FaqVersion(id=line.id, workspace=workspace, entry=id_, number=entry.version, content=content)
    await durable(FaqVersion).insert_one(row.model_dump(by_alias=True))
    return line


def _fields(entry: Entry, versions: tuple[VersionLine, ...], now: datetime) -> Row:
    plain = entry.model_dump(mode="json")
    return (
        plain
        | _cited(entry.content)
        | {
            "versions": [each.model_dump(mode="json") for each in versions],
            "unchecked": is_unchecked(entry),
            "changed_at": stamp(now),
        }
    )


def is_unchecked(entry: Entry) -> bool:
    """Whether a sentence waits to be held against its source."""
    return any(each.support == Support.unchecked for each in entry.content.answer)


def _cited(content: Content) -> dict[str, list[str]]:
    """What a version rests on."""
    sources = [each.source for each in content.answer if each.source]
    return {
        "passages": sorted({each.passage for each in sources}),
        "sources": sorted({each.source for each in sources}),
    }


async def _ask_to_check(workspace: str, entry: Entry, now: datetime) -> None:
    if is_unchecked(entry):
        await outbox.request(workspace, Task.check_faq, at=now)


def _crossed(id_: str, held: Held) -> ChangedMeanwhile:
    told = "A colleague changed this entry meanwhile. Look at it and repeat your change if it still fits."
    last = held.entry.lines[-1].by if held.entry.lines else None
    return ChangedMeanwhile(told, faq=id_, revision=held.revision, by=last)
