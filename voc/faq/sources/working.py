"""What a worker does for a source: fetch it, read it, cut it, compare its passages with those before, switch.

Every step may be done again after a crash: a text and its passages are inserted under ids that follow from their words,
readers see them once the source's own record names their content, and only then goes what the content before left.
"""

import asyncio
import json
from collections import Counter
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from typing import Any

import structlog
from pymongo.errors import BulkWriteError, ConnectionFailure

from voc import outbox
from voc.analysed import Analysed
from voc.clock import Clock, stamp
from voc.database import DUPLICATE_KEY, flush
from voc.faq.sources import apart, fetching, queries, removing, splitting, storing
from voc.faq.sources.documents import FaqPassage, FaqSource, FaqSourceText, FaqUploadPart
from voc.faq.sources.domain import (
    TITLE_CHARACTERS,
    Block,
    Format,
    Kind,
    NotTaken,
    Passage,
    Reading,
    SourceState,
    read_as,
)
from voc.outbox import Lease
from voc.queue import Task
from voc.redaction import redact
from voc.settings import Settings
from voc.values import new_id, one_line, visible

log = structlog.get_logger()
Row = dict[str, Any]
Embed = Callable[[Sequence[str]], Sequence[Analysed]]
"""As `voc.inference.analyse`."""
AT_ONCE = 64
"""Passages that the model is given together."""
SETTLE = timedelta(seconds=20)
"""Answers are drafted anew this long after the last of several documents."""
LEFT_AFTER = timedelta(days=7)
"""Files that nobody waits for any more go after this."""


async def run(id_: str, *, embed: Embed, settings: Settings, clock: Clock) -> None:
    """Read what waits at one source, if nobody else does."""
    held = await outbox.lease(FaqSource, [id_], now=clock(), work=settings.work)
    if not held.rows:
        return
    (row,) = held.rows
    try:
        async with outbox.kept(FaqSource, held, work=settings.work):
            if row["waiting"]:
                await _read(row, held, embed=embed, settings=settings, now=clock())
        await outbox.complete(FaqSource, [(id_, {"waiting": None})], owner=held.owner, state=SourceState.done.value)
    except NotTaken as error:
        problem = {"waiting": None, "problem": error.values["reason"], "detail": error.figures}
        await outbox.complete(FaqSource, [(id_, problem)], owner=held.owner, state=SourceState.refused.value)
        await _forget_file(row, now=clock())
    except ConnectionFailure:
        raise  # nothing can be written now; it is due again when its lease ends
    except Exception as error:  # whatever went wrong, the page says so and not only the log
        log.exception("reading a source failed", source=id_)
        await outbox.fail(FaqSource, held, {id_: repr(error)[:300]}, now=clock(), work=settings.work)


async def _read(row: Row, held: Lease, *, embed: Embed, settings: Settings, now: datetime) -> None:
    waiting = await _fetched(row, settings, now=now) if row["waiting"].get("fetch") else row["waiting"]
    if waiting["hash"] != row["content_hash"] or row["problem"]:
        data = await storing.bytes_of(row["workspace"], waiting["upload"])
        reading = await _redacted(await _said(waiting, data))
        cut = splitting.passages(row["_id"], reading.blocks)
        await _insert_passages(row, cut, embed=embed)
        await _insert_text(row, waiting["hash"], reading, cut)
        if not await _switch(row, held, waiting, reading, cut, now=now):
            await _left(row, now=now)
            return
        await outbox.request(row["workspace"], Task.mine_questions, at=now + SETTLE)
    await _tidy(row, waiting["hash"], now=now)
    await storing.discard(row["workspace"], waiting["upload"])
    await _forget_file(row, now=now)


async def _left(row: Row, *, now: datetime) -> None:
    """Something newer came, and whoever has it now goes on; or the source was removed, and what was read goes, too."""
    if await queries.row(row["workspace"], row["_id"]) is None:
        await removing.remove(row["workspace"], [row["_id"]], now=now)


async def _fetched(row: Row, settings: Settings, *, now: datetime) -> Row:
    """The page as a file that waits."""
    page = await fetching.fetch(row["address"], settings.egress)
    kept = await storing.keep(row["workspace"], fetching.whole(page.body), now=now)
    return kept.model_dump() | {"format": page.format.value, "charset": page.charset}


async def _said(waiting: Row, data: bytes) -> Reading:
    if waiting["format"] != Kind.reply:
        return await apart.read(Format(waiting["format"]), data, charset=waiting["charset"])
    told = json.loads(data)  # of our own making
    blocks = tuple(Block(text=text, level=level) for text, level in told["blocks"])
    return Reading(title=told["title"], blocks=blocks)


async def _redacted(reading: Reading) -> Reading:
    title, *texts = await redact([_plain(text) for text in (reading.title, *(block.text for block in reading.blocks))])
    said = zip(reading.blocks, texts, strict=True)
    blocks = tuple(block.model_copy(update={"text": found.text}) for block, found in said)
    return Reading(title=one_line(title.text)[:TITLE_CHARACTERS], blocks=blocks)


def _plain(text: str) -> str:
    """As people type it, so that a sentence is found again after somebody saved it."""
    return "\n".join(one_line(visible(line)) for line in text.split("\n"))


async def _insert_passages(row: Row, cut: Sequence[Passage], *, embed: Embed) -> None:
    known = set((await queries.passage_ids(row["workspace"], [row["_id"]]))[row["_id"]])
    new = [passage for passage in cut if passage.id not in known]
    for start in range(0, len(new), AT_ONCE):
        some = new[start : start + AT_ONCE]
        read = await asyncio.to_thread(embed, [read_as(each.heading, each.text) for each in some])
        rows = [_passage(row, *each) for each in zip(some, read, strict=True)]
        await _insert(FaqPassage, rows)
    await flush(FaqPassage)


def _passage(row: Row, passage: Passage, read: Analysed) -> Row:
    return FaqPassage(
        id=passage.id, workspace=row["workspace"], source=row["_id"], kind=row["kind"], heading=list(passage.heading),
        text=passage.text, language=read.language, model=read.model,
        embedding=read.embedding.astype("<f2").tobytes(),
    ).model_dump(by_alias=True)  # fmt: skip


async def _insert_text(row: Row, content_hash: str, reading: Reading, cut: Sequence[Passage]) -> None:
    headings = [list(each) for each in splitting.headings(reading.blocks)]
    places = [{"passage": each.id, "start": each.start, "end": each.end, "page": each.page} for each in cut]
    text = FaqSourceText(
        id=queries.text_id(row["_id"], content_hash), workspace=row["workspace"], source=row["_id"],
        text=splitting.text_of(reading.blocks), headings=headings, places=places,
    )  # fmt: skip
    await _insert(FaqSourceText, [text.model_dump(by_alias=True)])
    await flush(FaqSourceText)


async def _insert(model: type[FaqPassage] | type[FaqSourceText], rows: Sequence[Row]) -> None:
    """Insert what is not there yet."""
    try:
        if rows:
            await model.get_pymongo_collection().insert_many(rows, ordered=False)
    except BulkWriteError as error:
        if any(failure["code"] != DUPLICATE_KEY for failure in error.details["writeErrors"]):
            raise


async def _switch(
    row: Row, held: Lease, waiting: Row, reading: Reading, cut: Sequence[Passage], *, now: datetime
) -> bool:
    fields = {
        "content_hash": waiting["hash"], "size_bytes": waiting["size"], "passages": len(cut), "changed_at": stamp(now),
        "title": reading.title, "language": await _language(row, cut), "version": row["version"] + 1, "problem": None,
        "detail": "",
    }  # fmt: skip
    mine = {"_id": row["_id"], "workspace": row["workspace"], "owner": held.owner}
    switched = await FaqSource.get_pymongo_collection().update_one(mine, {"$set": fields, "$inc": {"revision": 1}})
    return bool(switched.matched_count)


async def _language(row: Row, cut: Sequence[Passage]) -> str | None:
    """The language in which most of it is written."""
    condition = {"workspace": row["workspace"], "source": row["_id"]}
    rows = await FaqPassage.get_pymongo_collection().find(condition, {"language": 1}).to_list()
    tongues = {each["_id"]: each["language"] for each in rows}
    written: Counter[str] = Counter()
    for passage in cut:
        written[tongues.get(passage.id, "other")] += len(passage.text)
    return written.most_common(1)[0][0] if written else None


async def _tidy(row: Row, content_hash: str, *, now: datetime) -> None:
    """What earlier contents left goes, and what cites it is stale."""
    workspace, source = row["workspace"], row["_id"]
    current = queries.text_id(source, content_hash)
    text = await FaqSourceText.get_pymongo_collection().find_one({"_id": current, "workspace": workspace})
    standing = {place["passage"] for place in text["places"]} if text else set()
    stored = (await queries.passage_ids(workspace, [source]))[source]
    await removing.forget_passages(workspace, [each for each in stored if each not in standing], now=now)
    texts = FaqSourceText.get_pymongo_collection()
    for each in await texts.find({"workspace": workspace, "source": source}, {"_id": 1}).to_list():
        if each["_id"] != current:
            await texts.delete_one({"_id": each["_id"], "workspace": workspace})


async def _forget_file(row: Row, *, now: datetime) -> None:
    """The file that was read, and those that a crash left behind."""
    if row["waiting"] and "upload" in row["waiting"]:
        await storing.discard(row["workspace"], row["waiting"]["upload"])
    long_ago = {"workspace": row["workspace"], "upload": {"$lt": new_id("up", now - LEFT_AFTER)}}
    await FaqUploadPart.get_pymongo_collection().delete_many(long_ago)
