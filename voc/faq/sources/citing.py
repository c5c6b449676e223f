"""Which entries cite which sources."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from voc.faq.content import Content
from voc.faq.documents import FaqEntry

Row = dict[str, Any]
_WORDS = {"content": 1, "given_out": 1, "sources": 1}


class Citing(NamedTuple):
    """An entry that cites something."""

    id: str
    question: str


async def counts(workspace: str, sources: Sequence[str]) -> dict[str, int]:
    """How many entries cite each source, by what they say now or what is given out."""
    found: dict[str, int] = defaultdict(int)
    rows = await FaqEntry.get_pymongo_collection().find({"workspace": workspace}, {"sources": 1}).to_list()
    for row in rows:
        for source in set(row["sources"]) & set(sources):
            found[source] += 1
    return dict(found)


async def entries(workspace: str, source: str) -> dict[str, tuple[Citing, ...]]:
    """By passage: those that cite it."""
    rows = await FaqEntry.get_pymongo_collection().find({"workspace": workspace}, _WORDS).to_list()
    found: dict[str, list[Citing]] = defaultdict(list)
    for row in rows:
        for passage in sorted(set(_cited(row, source))):
            found[passage].append(Citing(row["_id"], row["content"]["question"]))
    return {passage: tuple(each) for passage, each in found.items()}


def _cited(row: Row, source: str) -> Iterator[str]:
    """Passages of a source that the present version or the one that is given out cites."""
    if source not in row["sources"]:
        return
    for content in filter(None, (row["content"], row["given_out"])):
        for sentence in Content.model_validate(content).answer:
            if sentence.source and sentence.source.source == source:
                yield sentence.source.passage
