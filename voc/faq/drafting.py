"""Drafts from sentences of sources, each with the place where it stands."""

import asyncio
from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np

from voc import inference
from voc.faq.content import Conflict, Sentence, Source, Support
from voc.faq.sources import queries as sources
from voc.faq.sources.domain import Kind

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
    """All that may be cited and that `model` can compare."""
    rows = await sources.citable(workspace, model)
    vectors = [np.frombuffer(row["embedding"], "<f2").astype(np.float32) for row in rows]
    return Passages(rows, np.stack(vectors) if vectors else np.empty((0, 0), np.float32), model)


async def draft(question: str, language: str, known: Passages) -> Drafted:
    """An answer in the language of the question, in sentences word for word as they stand in their sources."""
    near = await nearest(question, language, known)
    if not near:
        return NOTHING
    told = [(row["_id"], row["text"], "reply" if row["kind"] == Kind.reply.value else "document") for row in near]
    found = await asyncio.to_thread(inference.draft_answer, question, told)
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


async def contradictions(answer: Sequence[Sentence], drafted: Drafted) -> tuple[Conflict, ...]:
    """Sentences of an answer that what other passages say to the same question contradicts."""
    found = []
    for one in answer:
        for other in drafted.answer:
            if one.source is None or other.source is None or one.source.passage == other.source.passage:
                continue
            reason = await asyncio.to_thread(inference.conflicting, one.text, other.text)
            if reason:
                found.append(Conflict(one=one, other=other, reason=reason))
    return tuple(found)


def _sentence(said: Any, rows: dict[str, Row]) -> Sentence | None:
    """A sentence with its place; None where it does not stand there, whoever says so."""
    row = rows.get(said.passage)
    if row is None or not said.text or row["text"][said.start : said.end] != said.text:
        return None
    source = Source(passage=said.passage, source=row["source"], start=said.start, end=said.end, quote=said.text)
    return Sentence(text=said.text, source=source, support=Support.quoted)
