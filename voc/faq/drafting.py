"""Drafts from sentences of sources, each with the place where it stands."""

import asyncio
from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np
from pymongo import UpdateOne

from voc import inference
from voc.faq.content import Conflict, Sentence, Source, Support
from voc.faq.sources import queries as sources
from voc.faq.sources.documents import FaqPassage
from voc.faq.sources.domain import Kind, read_as

AT_ONCE = 64
"""Passages that the model is given together."""
NEAREST = 24
"""Passages, the likeliest to answer, that a draft is made from."""
Row = dict[str, Any]


class Passages(NamedTuple):
    """What answers may be taken from."""

    rows: list[Row]
    vectors: np.ndarray
    """(n, width) float32, unit rows."""
    model: str


class Drafted(NamedTuple):
    """What sources say to a question."""

    answer: tuple[Sentence, ...]
    conflicts: tuple[Conflict, ...]


NOTHING = Drafted((), ())


async def passages(workspace: str, model: str) -> Passages:
    """All that may be cited, compared by the present `model`: what another one read is read again first."""
    await _read_again(workspace, model)
    rows = await sources.citable(workspace, model)
    vectors = [np.frombuffer(row["embedding"], "<f2").astype(np.float32) for row in rows]
    return Passages(rows, np.stack(vectors) if vectors else np.empty((0, 0), np.float32), model)


async def _read_again(workspace: str, model: str) -> None:
    """Give passages vectors of the present model; broken off, the rest is done the next time."""
    others = await sources.read_by_others(workspace, model)
    for start in range(0, len(others), AT_ONCE):
        some = others[start : start + AT_ONCE]
        read = await asyncio.to_thread(inference.analyse, [read_as(row["heading"], row["text"]) for row in some])
        changes = [
            UpdateOne(
                {"_id": row["_id"], "workspace": workspace},
                {"$set": {"model": one.model, "embedding": one.embedding.astype("<f2").tobytes()}},
            )
            for row, one in zip(some, read, strict=True)
        ]
        await FaqPassage.get_pymongo_collection().bulk_write(changes, ordered=False)


async def draft(question: str, language: str, known: Passages) -> Drafted:
    """An answer in the language of the question, in sentences word for word as they stand in their sources."""
    near = await nearest(question, language, known)
    if not near:
        return NOTHING
    found = await asyncio.to_thread(inference.draft_answer, question, _told(near))
    by_id = {row["_id"]: row for row in near}
    answer = tuple(said for each in found.sentences if (said := _sentence(each, by_id)))
    pairs = [(_sentence(each.one, by_id), _sentence(each.other, by_id), each.reason) for each in found.conflicts]
    conflicts = tuple(Conflict(one=one, other=other, reason=why) for one, other, why in pairs if one and other)
    return Drafted(answer, conflicts)


async def nearest(question: str, language: str, known: Passages) -> list[Row]:
    """Passages of the question's language, the likeliest to answer first."""
    own = [place for place, row in enumerate(known.rows) if row["language"] == language]
    if not own:
        return []
    (read,) = await asyncio.to_thread(inference.analyse, [question])
    if read.model != known.model:
        return []
    likeness = known.vectors[own] @ np.asarray(read.embedding, np.float32)
    return [known.rows[own[place]] for place in np.argsort(-likeness, kind="stable")[:NEAREST]]


async def contradictions(
    question: str, language: str, answer: Sequence[Sentence], known: Passages
) -> tuple[Conflict, ...]:
    """Sentences of an answer, and what other passages say to the same question that cannot be right beside them."""
    near = await nearest(question, language, known) if answer else []
    said = [(each.text, each.source.passage if each.source else None) for each in answer]
    found = await asyncio.to_thread(inference.contradictions, question, said, _told(near))
    by_id = {row["_id"]: row for row in near}
    pairs = [(answer[place], _sentence(other, by_id), reason) for place, other, reason in found]
    return tuple(Conflict(one=one, other=other, reason=reason) for one, other, reason in pairs if other)


def _told(near: Sequence[Row]) -> list[tuple[str, str, str]]:
    return [(row["_id"], row["text"], "reply" if row["kind"] == Kind.reply.value else "document") for row in near]


def _sentence(said: Any, rows: dict[str, Row]) -> Sentence | None:
    """A sentence with its place; None where it does not stand there, whoever says so."""
    row = rows.get(said.passage)
    if row is None or not said.text or row["text"][said.start : said.end] != said.text:
        return None
    source = Source(passage=said.passage, source=row["source"], start=said.start, end=said.end, quote=said.text)
    return Sentence(text=said.text, source=source, support=Support.quoted)
