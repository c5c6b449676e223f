"""What pages show of the work on items; pure."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from voc.backlog.schemas import BacklogItemOut
from voc.backlog.workflow.domain import FINISHED, MOVES
from voc.backlog.workflow.listing import Filters, Line, counts, narrowed
from voc.backlog.workflow.mentions import Colleague, pieces
from voc.backlog.workflow.schemas import ChangeOut, NoteOut, OneOut, ViewOut
from voc.backlog.workflow.titles import imperative
from voc.themes.editing import language_of

EFFORTS = (1, 2, 3, 4, 5)
MOST_DEPARTMENTS = 30
"""Offered in menus."""
TRACKERS = {
    "tracker:github": "GitHub",
    "tracker:gitlab": "GitLab",
    "tracker:jira": "Jira",
    "tracker:linear": "Linear",
}
"""Who moved an item when its issue was moved elsewhere."""
Names = Mapping[str, str]


def departments(lines: Sequence[Line]) -> list[str]:
    """Those that items are with, by name."""
    return sorted({line.brief.work.department for line in lines if line.brief.work.department}, key=str.casefold)


def titled(ranking: Sequence[BacklogItemOut], lines: Sequence[Line], language: str) -> list[BacklogItemOut]:
    """A ranking whose items bear the titles that people gave them, or say what to do in words of `language`."""
    titles = {line.id: imperative(line, language) for line in lines}
    return [each.model_copy(update={"title": titles.get(each.id, each.title)}) for each in ranking]


def choices(lines: Sequence[Line], filters: Filters, viewer: str, names: Names) -> dict[str, Any]:
    """What a list may be narrowed to, with how many items each leaves; what leaves none is not offered."""
    by_status = counts(narrowed(lines, filters.of(viewer)))
    open_ones = [line for line in lines if line.brief.work.status not in FINISHED]
    owners = [line.brief.work.owner for line in open_ones]
    return {
        "statuses": [(status.value, count) for status, count in by_status.items() if count],
        "all": sum(by_status.values()),
        "hidden": sum(by_status[status] for status in FINISHED),
        "owners": [(id_, name, owners.count(id_)) for id_, name in names.items() if id_ in owners and id_ != viewer],
        "unowned": owners.count(None),
        "mine": owners.count(viewer),
        "mentioned": sum(viewer in line.brief.mentioned for line in open_ones),
        "departments": [
            (name, name, sum(line.brief.work.department == name for line in open_ones))
            for name in departments(open_ones)[:MOST_DEPARTMENTS]
        ],
    }


def work_view(
    item: OneOut, colleagues: Sequence[Colleague], names: Names, known: Sequence[str], language: str
) -> dict[str, Any]:
    """The work on one item: what may be chosen, what was written, and what happened, the latest first.

    Args:
        item: it.
        colleagues: who may be chosen.
        names: what they are called, and who was one before.
        known: departments.
        language: of the page.
    """
    history = [history_view(change, names, item.notes) for change in reversed(item.history)]
    own = item.title != item.theme_name
    return {
        "title": imperative(item, language),
        "own_title": own,
        "title_language": language_of(item.title) if own else item.language,
        "moves": [status.value for status in MOVES[item.status]],
        "colleagues": [(each.id, each.name) for each in colleagues],
        "departments": list(known[:MOST_DEPARTMENTS]),
        "efforts": EFFORTS,
        "notes": [note_view(note, colleagues, names) for note in reversed(item.notes)],
        "history": history,
        "latest": next((line for line in history if line["stands"]), None),
    }


def note_view(note: NoteOut, colleagues: Sequence[Colleague], names: Names) -> dict[str, Any]:
    """A note with those whom it names marked."""
    said = pieces(note.text, colleagues)
    return {"id": note.id, "by": note.by, "who": who(note.by, names), "at": note.at, "pieces": said}


def history_view(change: ChangeOut, names: Names, notes: Sequence[NoteOut]) -> dict[str, Any]:
    """A line of the history."""
    kept = {note.id for note in notes}
    steps = [step_view(step.field, step.before, step.after, names) for step in change.steps]
    return {
        "id": change.id,
        "who": who(change.by, names),
        "at": change.at,
        "steps": steps,
        "undo": change.undoes is not None,
        "undone": change.undone_by is not None,
        "stands": change.undoes is None and change.undone_by is None,
        "note": next((step.after for step in change.steps if step.field == "notes" and step.after in kept), None),
    }


def step_view(field: str, before: Any, after: Any, names: Names) -> dict[str, Any]:
    """A step with its values as people know them."""
    return {"field": field, "before": _value(field, before, names), "after": _value(field, after, names)}


def who(id_: str, names: Names) -> str | None:
    """A member's name or a tracker's; "" for an API key, None for somebody who is gone."""
    return "" if id_.startswith("key_") else TRACKERS.get(id_) or names.get(id_)


def view_chip(view: ViewOut, asked: Filters, may_remove: bool) -> dict[str, Any]:
    """A kept view as a chip above the list; it is current where the list shows just that."""
    kept = view.filters.model_dump(exclude_none=True)
    current = kept == asked.model_dump(exclude_none=True)
    return view.model_dump(exclude={"filters"}) | {"filters": kept, "current": current, "may_remove": may_remove}


def _value(field: str, value: Any, names: Names) -> Any:
    if value is None:
        return None
    if field == "owner":
        return names.get(value, "")
    return date.fromisoformat(value) if field == "due" else value
