"""Reads of sources."""

from collections.abc import Iterable, Sequence
from typing import Any

from voc.errors import NotFound
from voc.faq.sources.documents import FaqPassage, FaqSource, FaqSourceText
from voc.outbox import Chore
from voc.queue import Task
from voc.values import Value
from voc.web.pagination import PAGE_ITEMS, from_cursor, to_cursor

Row = dict[str, Any]


class Cited(Value):
    """A passage with the source that it is of, as an answer shows it."""

    passage: str
    source: str
    kind: str
    title: str
    address: str
    heading: tuple[str, ...]
    text: str
    language: str

    @property
    def href(self) -> str:
        """Where it is read."""
        return f"/faq/sources/{self.source}#{self.passage}"


async def row(workspace: str, id_: str) -> Row | None:
    """A source as it is stored."""
    return await FaqSource.get_pymongo_collection().find_one({"_id": id_, "workspace": workspace})


async def one(workspace: str, id_: str) -> Row:
    """A source as it is stored.

    Raises:
        NotFound: no such source.
    """
    found = await row(workspace, id_)
    if found is None:
        raise NotFound("No such source.", source=id_[:80])
    return found


async def listed(workspace: str, *, cursor: str | None = None, limit: int = PAGE_ITEMS) -> tuple[list[Row], str | None]:
    """Sources, what changed last first, and where the next page starts.

    Raises:
        Invalid: the cursor is not one of ours.
    """
    condition: Row = {"workspace": workspace}
    if cursor is None:
        rows = await _latest(condition, limit + 1)
    else:  # a folder's files may all have been read within one moment, so the time alone would leave some out
        at, id_ = from_cursor(cursor, int, str)
        rows = await _latest(condition | {"changed_at": at, "_id": {"$lt": id_}}, limit + 1)
        rows += await _latest(condition | {"changed_at": {"$lt": at}}, limit + 1 - len(rows))
    page = rows[:limit]
    return page, to_cursor(page[-1]["changed_at"], page[-1]["_id"]) if len(rows) > limit else None


async def text(workspace: str, source: Row) -> Row | None:
    """The words of a source, as they were read last; None before that."""
    if not source["content_hash"]:
        return None
    id_ = text_id(source["_id"], source["content_hash"])
    return await FaqSourceText.get_pymongo_collection().find_one({"_id": id_, "workspace": workspace})


def text_id(source: str, content_hash: str) -> str:
    """The id of a source's words."""
    return f"{source}:{content_hash[:32]}"


async def citable(workspace: str, model: str) -> list[Row]:
    """Every passage that a model can compare, of sources that are there: id, source, kind, heading, text, language,
    embedding."""
    condition = {"workspace": workspace, "model": model}
    rows = await FaqPassage.get_pymongo_collection().find(condition).to_list()
    sources = await FaqSource.get_pymongo_collection().find({"workspace": workspace}, {"title": 1}).to_list()
    standing = {each["_id"] for each in sources}
    return [row for row in rows if row["source"] in standing]


async def changed(workspace: str) -> dict[str, int]:
    """By source: when its content changed last."""
    rows = await FaqSource.get_pymongo_collection().find({"workspace": workspace}, {"changed_at": 1}).to_list()
    return {row["_id"]: row["changed_at"] for row in rows}


async def read_by_others(workspace: str, model: str) -> list[Row]:
    """Passages that another model read: heading and text."""
    fields = {"heading": 1, "text": 1, "model": 1}
    rows = await FaqPassage.get_pymongo_collection().find({"workspace": workspace}, fields).to_list()
    return [row for row in rows if row["model"] != model]


async def cited(workspace: str, passages: Iterable[str]) -> dict[str, Cited]:
    """By id: those of the passages that still stand in their sources."""
    wanted = {"_id": {"$in": sorted(set(passages))}, "workspace": workspace}
    rows = await FaqPassage.get_pymongo_collection().find(wanted, {"embedding": 0}).to_list()
    of = {"_id": {"$in": sorted({each["source"] for each in rows})}, "workspace": workspace}
    sources = {each["_id"]: each for each in await FaqSource.get_pymongo_collection().find(of).to_list()}
    return {each["_id"]: _cited(each, sources[each["source"]]) for each in rows if each["source"] in sources}


async def passage_ids(workspace: str, sources: Sequence[str]) -> dict[str, list[str]]:
    """Ids of the passages of each source."""
    condition = {"workspace": workspace, "source": {"$in": list(sources)}}
    found: dict[str, list[str]] = {each: [] for each in sources}
    for each in await FaqPassage.get_pymongo_collection().find(condition, {"source": 1}).to_list():
        found[each["source"]].append(each["_id"])
    return found


async def takes_replies(workspace: str) -> bool:
    """Whether colleagues' answers are taken every night."""
    id_ = f"{workspace}:{Task.gather_replies.value}"
    return await Chore.get_pymongo_collection().find_one({"_id": id_, "workspace": workspace}) is not None


async def _latest(condition: Row, limit: int) -> list[Row]:
    if limit <= 0:
        return []
    found = FaqSource.get_pymongo_collection().find(condition)
    return await found.sort([("changed_at", -1), ("_id", -1)]).limit(limit).to_list()


def _cited(passage: Row, source: Row) -> Cited:
    return Cited(
        passage=passage["_id"], source=source["_id"], kind=source["kind"], title=source["title"] or source["address"],
        address=source["address"], heading=tuple(passage["heading"]), text=passage["text"],
        language=passage["language"],
    )  # fmt: skip
