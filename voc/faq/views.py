"""What the pages show of entries; every value is ready to print."""

from collections.abc import Mapping, Sequence
from typing import Any

from voc.faq import listing, states
from voc.faq.domain import MACHINE, Entry, possible
from voc.faq.happenings import VersionOut
from voc.faq.listing import Filters
from voc.faq.matching import QuestionIndex
from voc.faq.schemas import ConflictOut, OneOut, SentenceOut
from voc.faq.sources.queries import Cited
from voc.faq.states import DECISIONS, Action, State

Row = dict[str, Any]
CONTEXT_CHARACTERS = 180
"""Shown of a passage before and after the words that a sentence rests on."""
MENU_LIMIT = 30
_NEXT = {
    State.approved: Action.publish, State.published: None, State.rejected: Action.reopen,
    State.merged: Action.separate,
}  # fmt: skip
"""What mostly follows where an entry stands; else it is approved."""


def choices(rows: Sequence[Row], filters: Filters) -> dict[str, Any]:
    """What the list may be narrowed to, with how many entries each leaves."""
    of_state = listing.chosen(rows, filters.model_copy(update={"state": None}))
    shown = listing.chosen(rows, filters)
    by_state = dict(listing.counts(of_state, "state"))
    return {
        "all": len(of_state),
        "open": sum(by_state.get(state.value, 0) for state in states.OPEN),
        "states": [(state.value, by_state[state.value]) for state in State if by_state.get(state.value)],
        "languages": listing.counts(shown, "language"),
        "categories": [(name, name, n) for name, n in listing.counts(shown, "category")[:MENU_LIMIT]],
        "audiences": [(name, name, n) for name, n in listing.counts(shown, "audience")[:MENU_LIMIT]],
        "published": sum(row["live"] is not None for row in rows),
    }


def row_view(row: Row) -> dict[str, Any]:
    """An entry in the list."""
    content = row["content"]
    answer = " ".join(each["text"] for each in content["answer"])
    counted = ("language", "state", "askers", "questions", "weekly", "live")
    given = row["state"] not in states.ANSWERLESS
    undecided = sum(each["chosen"] is None for each in row["conflicts"]) if given else 0
    unsupported = sum(each["support"] == "unsupported" for each in content["answer"]) if given else 0
    return {name: row[name] for name in counted} | {
        "id": row["_id"], "question": content["question"], "answer": answer, "category": content["category"],
        "audience": content["audience"], "conflicts": undecided, "unsupported": unsupported,
        "growing": row["trend"] >= 1.5,
    }  # fmt: skip


def moves(entry: Entry) -> dict[str, Any]:
    """What may be done where an entry stands: the next thing, and the rest."""
    may = [action for action in DECISIONS if possible(entry, action)]
    first = _NEXT.get(entry.state, Action.approve)
    return {
        "next": first.value if first in may and first else None,
        "others": [action.value for action in may if action != first],
        "editable": possible(entry, Action.edit),
        "merges": possible(entry, Action.merge),
    }


def sentence_view(said: SentenceOut, cited: Mapping[str, Cited], names: Mapping[str, str]) -> dict[str, Any]:
    """A sentence with its source opened beside it."""
    told = {
        "text": said.text,
        "support": said.support,
        "rewritten": said.rewritten,
        "by": who(said.by, names),
        "source": None,
        "gone": False,
    }
    if said.source is None:
        return told
    found = cited.get(said.source.passage)
    passage = {"id": said.source.passage, "quote": said.source.quote, "before": "", "after": "", "title": "", "url": ""}
    if found is not None:
        start, end = said.source.start, said.source.end
        passage |= {
            "before": found.text[:start][-CONTEXT_CHARACTERS:],
            "after": found.text[end:][:CONTEXT_CHARACTERS],
            "cut_before": start > CONTEXT_CHARACTERS,
            "cut_after": len(found.text) - end > CONTEXT_CHARACTERS,
            "title": found.title,
            "heading": " › ".join(found.heading),
            "url": found.href,
            "language": found.language,
        }
    return told | {"source": passage, "gone": found is None}


def conflict_view(
    place: int, each: ConflictOut, cited: Mapping[str, Cited], names: Mapping[str, str]
) -> dict[str, Any]:
    """Two sentences that contradict each other, side by side."""
    sides = {"one": sentence_view(each.one, cited, names), "other": sentence_view(each.other, cited, names)}
    return {"place": place, "reason": each.reason, "chosen": each.chosen, "by": who(each.by, names)} | sides


def offered(rows: Sequence[Row], item: OneOut) -> dict[str, Any]:
    """What the fields of an entry suggest: entries of other languages, those that ask alike, categories, audiences."""
    others = [row for row in listing.ordered(rows) if row["language"] != item.language]
    own = [row for row in rows if row["language"] == item.language and row["state"] not in states.ANSWERLESS]
    index = QuestionIndex((row["_id"], (row["content"]["question"],)) for row in own if row["_id"] != item.id)
    questions = {row["_id"]: row["content"]["question"] for row in own}
    alike = [each.key for each in index.nearest(item.question, limit=MENU_LIMIT, least=0.0)]
    return {
        "alike": [(id_, questions[id_]) for id_ in alike],
        "others": [(row["_id"], row["content"]["question"]) for row in others[:MENU_LIMIT]],
        "categories": [name for name, _ in listing.counts(rows, "category")[:MENU_LIMIT]],
        "audiences": [name for name, _ in listing.counts(rows, "audience")[:MENU_LIMIT]],
    }


def history(item: OneOut, names: Mapping[str, str], texts: Mapping[int, Any]) -> dict[str, Any]:
    """Versions and trail, the latest first."""
    return {
        "versions": [_version(each, item, names, texts) for each in reversed(item.versions)],
        "trail": [each.model_dump() | {"by": who(each.by, names)} for each in reversed(item.trail)],
    }


def _version(each: VersionOut, item: OneOut, names: Mapping[str, str], texts: Mapping[int, Any]) -> dict[str, Any]:
    said = texts.get(each.number)
    return each.model_dump() | {
        "by": who(each.by, names),
        "live": item.live == each.number,
        "present": item.version == each.number,
        "question": said.question if said else None,
        "answer": " ".join(one.text for one in said.answer) if said else None,
    }


def who(id_: str | None, names: Mapping[str, str]) -> str | None:
    """A colleague's name; "" for an API key, `voc` for nobody, None for somebody who is gone."""
    if id_ is None or id_ == MACHINE:
        return id_
    return "" if id_.startswith("key_") else names.get(id_)
