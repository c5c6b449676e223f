"""What an entry is, where it may go, and what hinders that; pure."""

from collections.abc import Sequence
from enum import StrEnum

from pydantic import Field

from voc.faq.asked_on import Askings
from voc.faq.content import Conflict, Content, Support
from voc.faq.refusals import NotReady, WrongMove
from voc.faq.states import MOVES, OF_PEOPLE, Action, State
from voc.values import Value

LINES_LIMIT = 1_000
"""Of an entry's audit trail and of its versions."""
MACHINE = "voc"
"""Who did what no person did."""


class Why(StrEnum):
    """What hinders approval, or made an entry stale."""

    empty = "empty"
    """There is no answer."""
    conflict = "conflict"
    """Sources contradict each other and nobody chose."""
    unchecked = "unchecked"
    """A sentence was not yet held against its source."""
    unsupported = "unsupported"
    """A sentence says what its source does not say."""
    source = "source"
    """What a sentence was taken from is not there any more."""
    review = "review"
    """Its day of review passed."""
    asked = "asked"
    """People ask for it more often since it was published."""


class VersionLine(Value):
    """A version without what it says."""

    id: str
    number: int
    by: str
    at: int
    """A `voc.clock.stamp`."""
    restores: int | None = None
    """The number of the version that it brought back."""


class Line(Value):
    """A line of the audit trail."""

    action: Action
    by: str
    at: int
    before: State
    after: State
    version: int
    why: str | None = None
    askings: Askings | None = None
    """What is behind `asked`."""
    into: str | None = None
    """The entry that it was merged into, or separated from."""


class Entry(Value):
    """Everything about one entry that decisions rest on."""

    state: State
    content: Content
    version: int = 1
    approved: int | None = None
    """The version that a person approved last; None: none, or another one came since."""
    live: int | None = None
    """The version that is given out; None: none."""
    touched: bool = False
    """Whether a person worked on it: no machine changes its words then."""
    into: str | None = None
    """The entry that answers for it."""
    conflicts: tuple[Conflict, ...] = ()
    lines: tuple[Line, ...] = Field(default=())


def after(entry: Entry, action: Action) -> State:
    """Where an action leads.

    Raises:
        WrongMove: it is not possible from where the entry stands.
    """
    if not possible(entry, action):
        allowed = [each.value for each in OF_PEOPLE if possible(entry, each)]
        told = f"An entry that is {entry.state.value} cannot be changed by {action.value}."
        raise WrongMove(told, state=entry.state.value, action=action.value, allowed=allowed)
    answered = bool(entry.content.answer)
    return {
        Action.draft: State.suggested if answered else State.unanswered,
        Action.edit: State.edited if answered else State.unanswered,
        Action.approve: State.approved,
        Action.publish: State.published,
        Action.unpublish: State.approved if entry.state == State.published else entry.state,
        Action.reject: State.rejected,
        Action.reopen: State.edited if answered else State.unanswered,
        Action.expire: State.stale,
        Action.merge: State.merged,
        Action.separate: _before_merging(entry),
    }[action]


def possible(entry: Entry, action: Action) -> bool:
    """Whether the table lets an action happen, whatever else hinders it."""
    if entry.state not in MOVES[action]:
        return False
    if action == Action.unpublish:
        return entry.live is not None
    if action == Action.expire:
        return entry.live is not None or entry.state == State.approved
    if action == Action.merge:
        return entry.live is None
    return action != Action.draft or not entry.touched


def hindrances(entry: Entry, *, standing: Sequence[str]) -> tuple[Why, ...]:
    """Why an entry can be neither approved nor published.

    Args:
        entry: as it is.
        standing: ids of the passages that are still there.
    """
    answer = entry.content.answer
    gone = any(each.source and each.source.passage not in standing for each in answer)
    found = {
        Why.empty: not answer,
        Why.conflict: any(each.chosen is None for each in entry.conflicts),
        Why.unchecked: any(each.support == Support.unchecked for each in answer),
        Why.unsupported: any(each.support == Support.unsupported for each in answer),
        Why.source: gone,
    }
    return tuple(why for why, hinders in found.items() if hinders)


def moved(
    entry: Entry, action: Action, *, by: str, at: int, standing: Sequence[str] = (), why: str | None = None,
    askings: Askings | None = None,
) -> Entry:  # fmt: skip
    """The entry after an action, with a line in its trail. What it says is changed by `rewritten`.

    Raises:
        WrongMove: it is not possible from where the entry stands.
        NotReady: something hinders approval or publishing.
    """
    state = after(entry, action)
    if action in (Action.approve, Action.publish):
        _check_ready(entry, action, standing)
    line = Line(
        action=action, by=by, at=at, before=entry.state, after=state, version=entry.version, why=why, askings=askings,
        into=entry.into,
    )  # fmt: skip
    live = {
        Action.publish: entry.version,
        Action.unpublish: None,
        Action.reject: None,
        Action.expire: None,
    }.get(action, entry.live)
    approved = entry.version if action == Action.approve else entry.approved
    return entry.model_copy(
        update={
            "state": state, "live": live, "approved": None if action == Action.expire else approved,
            "into": None if action == Action.separate else entry.into,
            "touched": _is_touched(entry, action),
            "lines": (*entry.lines, line)[-LINES_LIMIT:],
        }
    )  # fmt: skip


def rewritten(entry: Entry, content: Content, action: Action, *, by: str, at: int, why: str | None = None) -> Entry:
    """The entry with other words: a new version, which nobody has approved yet.

    Raises:
        WrongMove: it may not be changed where it stands.
    """
    new = entry.model_copy(update={"content": content, "version": entry.version + 1, "approved": None})
    return moved(new, action, by=by, at=at, why=why)


def merged(entry: Entry, into: str, *, by: str, at: int) -> Entry:
    """The entry for which another one answers from now on; `Action.separate` makes it exactly what it was.

    Raises:
        WrongMove: a version of it is given out, or it is merged or rejected already.
    """
    return moved(entry.model_copy(update={"into": into}), Action.merge, by=by, at=at)


def _before_merging(entry: Entry) -> State:
    last = next((line for line in reversed(entry.lines) if line.action == Action.merge), None)
    return last.before if last else State.edited


def _is_touched(entry: Entry, action: Action) -> bool:
    """Whether a person worked on it, once an action is done: of one that is separate again, on its words or state."""
    if action != Action.separate:
        return entry.touched or action in OF_PEOPLE
    return any(line.by != MACHINE and line.action not in (Action.merge, Action.separate) for line in entry.lines)


def _check_ready(entry: Entry, action: Action, standing: Sequence[str]) -> None:
    reasons = hindrances(entry, standing=standing)
    if action == Action.publish and entry.approved != entry.version:  # the table says so already; this is the promise
        raise NotReady("Nobody has approved this version.", reasons=["approval"])
    if reasons:
        told = ", ".join(why.value for why in reasons)
        done = {Action.approve: "approved", Action.publish: "published"}[action]
        raise NotReady(f"It cannot be {done} yet: {told}.", reasons=[why.value for why in reasons])
