"""The list of feedback with what stands beside it: by words or by meaning, narrowed, and counted.

What nothing narrows is counted by counters. Otherwise the newest `COUNTED` that fit are counted, and where there are
more, the counts say that they are no more than a beginning.
"""

from collections.abc import Sequence
from typing import Any, Literal

from voc.feedback import facets, listing, queries
from voc.feedback.filters import Filters
from voc.feedback.schemas import FeedbackOut
from voc.feedback.surroundings import Meant
from voc.feedback.words import progress
from voc.feedback.words.domain import search_of
from voc.values import Value

COUNTED = 300
"""Rows that are counted at most; reading one takes the embedded engine 0.1 ms."""


class Counted(Value):
    """How much fits."""

    total: int
    is_more: bool
    """Whether there is more than was counted."""
    facets: dict[str, dict[str, int]]


class Explored(Value):
    """A page of the list."""

    items: list[FeedbackOut]
    next: str | int | None
    """Where to go on."""
    counted: Counted | None = None
    """None: the list is not narrowed, or goes on."""
    likeness: dict[str, float] = {}
    """Where a meaning was asked for, by id; what only holds the word that was asked for has none."""
    holding: frozenset[str] = frozenset()
    """Where one word's meaning was asked for: what holds it."""
    one_word: bool = False
    """Whether that was so."""
    state: Literal["searching", "found", "failed"] = "found"
    is_behind: bool = False
    """Whether some feedback is not indexed yet, and may be missing."""


async def by_words(workspace: str, filters: Filters, *, after: str | None, limit: int, counting: bool) -> Explored:
    """Newest first; `counting`: whether to count what fits."""
    if after is not None or not counting:
        found = await listing.listed(workspace, filters, after=after, limit=limit)
        items, next_, counted = [queries.out(row) for row in found.rows], found.next, None
    else:  # what is shown is among what is counted: one look tells both
        fields = (*facets.FIELDS, "text") if filters.q else facets.FIELDS
        found = await listing.listed(workspace, filters, limit=COUNTED, fields=fields)
        items = await _items(workspace, [row["_id"] for row in found.rows[:limit]])
        next_ = found.rows[limit - 1]["position"] if len(found.rows) > limit else found.next
        counted = _counted(found)
    is_behind = bool(filters.q) and (found.is_behind or not await progress.is_over(workspace))
    return Explored(items=items, next=next_, counted=counted, is_behind=is_behind)


async def by_meaning(workspace: str, filters: Filters, meant: Meant, *, after: int, limit: int) -> Explored:
    """The most alike first, from the `after`th on.

    One word alone has little meaning to compare: texts that hold it stand first, found by the index of words.
    """
    one_word = search_of(meant.question).is_one_word
    if meant.state != "found":
        return Explored(items=[], next=None, state=meant.state, one_word=one_word)
    holding = await _holding(workspace, filters, meant) if one_word else []
    held = frozenset(row["_id"] for row in holding)
    near = await listing.near(workspace, filters, meant.likeness, facets.FIELDS)
    rows = [*holding, *(row for row in near if row["_id"] not in held)]
    ids = [row["_id"] for row in rows[after : after + limit]]
    return Explored(
        items=await _items(workspace, ids),
        next=after + limit if len(rows) > after + limit else None,
        counted=Counted(total=len(rows), is_more=False, facets=facets.counts(rows)),
        likeness={id_: meant.likeness[id_] for id_ in ids if id_ in meant.likeness},
        holding=held & frozenset(ids),
        one_word=one_word,
    )


async def _holding(workspace: str, filters: Filters, meant: Meant) -> list[dict[str, Any]]:
    """The newest feedback that holds the word of a question, the most alike first; what is none only if asked for."""
    by_word = filters.model_copy(update={"q": meant.question})
    found = await listing.listed(workspace, by_word, limit=COUNTED, fields=(*facets.FIELDS, "text"))
    rows = [row for row in found.rows if filters.noise or not row.get("noise")]
    return sorted(rows, key=lambda row: -meant.likeness.get(row["_id"], 0.0))


async def _items(workspace: str, ids: Sequence[str]) -> list[FeedbackOut]:
    known = await queries.many(workspace, ids)
    return [known[id_] for id_ in ids if id_ in known]


def _counted(found: listing.Listed) -> Counted:
    return Counted(total=len(found.rows), is_more=found.next is not None, facets=facets.counts(found.rows))


def beside(counted: Counted | None, counters: facets.Counts, alone: str | None) -> tuple[facets.Counts, set[str]]:
    """Counts by facet, and the facets of which more fits than was counted.

    Of what fits; but counters' where nothing narrows the list, and for the one facet that alone does.
    """
    if counted is None:
        return counters, set()
    found = counted.facets | ({alone: counters.get(alone, {})} if alone else {})
    return found, set(facets.FACETS) - {alone} if counted.is_more else set()
