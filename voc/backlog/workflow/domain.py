"""Where an item may go, what a change is, and how it is taken back; pure."""

from collections.abc import Mapping, Sequence
from enum import StrEnum
from types import MappingProxyType
from typing import Any

from voc.errors import VocError
from voc.values import Value

CHANGES_LIMIT = 1_000
"""Of an item's history; the oldest fall away."""
NOTES_LIMIT = 200


class Status(StrEnum):
    """Where an item stands."""

    new = "new"
    under_review = "under_review"
    planned = "planned"
    in_progress = "in_progress"
    shipped = "shipped"
    closed = "closed"
    """Nothing is left to do."""
    declined = "declined"
    """It will not be done."""


MOVES: Mapping[Status, tuple[Status, ...]] = MappingProxyType(
    {
        Status.new: (Status.under_review, Status.planned, Status.in_progress, Status.closed, Status.declined),
        Status.under_review: (Status.new, Status.planned, Status.in_progress, Status.closed, Status.declined),
        Status.planned: (Status.under_review, Status.in_progress, Status.shipped, Status.closed, Status.declined),
        Status.in_progress: (Status.under_review, Status.planned, Status.shipped, Status.closed, Status.declined),
        Status.shipped: (Status.in_progress, Status.closed),
        Status.closed: (Status.under_review,),
        Status.declined: (Status.under_review,),
    }
)
"""From where to where. What is closed or declined is reviewed again before anybody plans it."""
FINISHED = (Status.shipped, Status.closed, Status.declined)
"""Hidden from the list unless somebody asks for them."""
OPEN = tuple(status for status in Status if status not in FINISHED)


class WrongMove(VocError):
    """No way leads from where the item stands to where it should go."""

    slug, title, status = "wrong-move", "Not from here", 409


class ChangedMeanwhile(VocError):
    """A colleague changed the same thing since it was read."""

    slug, title, status = "changed-meanwhile", "Changed meanwhile", 409


class NothingToUndo(VocError):
    """Nobody changed the item, or everything was undone."""

    slug, title, status = "nothing-to-undo", "Nothing to undo", 409


class LaterChange(VocError):
    """The change is not the latest one any more."""

    slug, title, status = "later-change", "A later change comes first", 409


class TooManyNotes(VocError):
    """The item holds as many notes as it may."""

    slug, title, status = "too-many-notes", "Too many notes", 409


class NotYours(VocError):
    """Somebody else wrote the note."""

    slug, title, status = "not-yours", "Not your note", 403


class Note(Value):
    """What somebody wrote for colleagues."""

    id: str
    text: str
    by: str
    """A member or an API key."""
    at: int
    """A `voc.clock.stamp`."""
    mentions: tuple[str, ...] = ()
    """Members whom it names."""


class Work(Value):
    """Everything about an item that people decide; what undoing restores."""

    status: Status = Status.new
    title: str | None = None
    """In a person's words; None: as its theme is called."""
    owner: str | None = None
    """A member."""
    department: str | None = None
    effort: int | None = None
    """1 (hours) to 5 (months)."""
    due: str | None = None
    """A day, as `2026-11-21`."""
    tracker_url: str | None = None
    notes: tuple[Note, ...] = ()


FIELDS = tuple(name for name in Work.model_fields if name != "notes")
"""What a change may set."""


class Step(Value):
    """One field of a change. For notes: None and the note's id, or back."""

    field: str
    before: str | int | None
    after: str | int | None


class Change(Value):
    """A line of the history."""

    id: str
    by: str
    """A member, an API key, or the tracker where its issue was moved."""
    at: int
    revision: int
    """Of the item, after it."""
    steps: tuple[Step, ...]
    removed: tuple[Note, ...] = ()
    """What the steps took away, so that undoing them brings it back."""
    batch: str | None = None
    """Of several items that were changed at once."""
    undoes: str | None = None
    undone_by: str | None = None

    @property
    def stands(self) -> bool:
        """Whether it may still be undone."""
        return self.undoes is None and self.undone_by is None


def steps(work: Work, wishes: Mapping[str, Any]) -> tuple[Step, ...]:
    """What a wish changes; nothing where everything is so already.

    Raises:
        WrongMove: no way leads from where it stands to the status that is wanted.
    """
    stored = work.model_dump(mode="json")
    found = tuple(
        Step(field=n, before=stored[n], after=wishes[n]) for n in FIELDS if n in wishes and wishes[n] != stored[n]
    )
    for step in found:
        if step.field == "status" and Status(step.after) not in MOVES[work.status]:
            allowed = [status.value for status in MOVES[work.status]]
            raise WrongMove(
                f"An item that is {words(work.status)} cannot become {words(Status(step.after))}.",
                before=work.status.value, after=step.after, allowed=allowed,
            )  # fmt: skip
    return found


def words(status: Status) -> str:
    """A status as English has it."""
    return status.value.replace("_", " ")


def apply(work: Work, done: Sequence[Step], notes: Sequence[Note] = ()) -> Work:
    """The work after some steps; `notes` are those that the steps add."""
    fields = {step.field: step.after for step in done if step.field != "notes"}
    gone = {step.before for step in done if step.field == "notes"}
    kept = tuple(note for note in work.notes if note.id not in gone)
    ordered = sorted((*kept, *notes), key=lambda note: (note.at, note.id))
    return Work.model_validate(work.model_dump() | fields | {"notes": tuple(ordered)})


def backwards(change: Change) -> tuple[Step, ...]:
    """The steps that take a change back."""
    return tuple(Step(field=step.field, before=step.after, after=step.before) for step in reversed(change.steps))


def latest(changes: Sequence[Change], expected: str | None = None) -> Change:
    """The change that undoing takes back.

    Raises:
        NothingToUndo: none stands.
        LaterChange: it is not the `expected` one.
    """
    found = next((change for change in reversed(changes) if change.stands), None)
    if found is None:
        raise NothingToUndo("Nobody has changed this item, or everything was undone.")
    if expected is not None and found.id != expected:
        raise LaterChange("Somebody changed this item after that. Undo the later change first.", change=found.id)
    return found


def crossed(changes: Sequence[Change], wishes: Mapping[str, Any], revision: int) -> list[tuple[Change, Step]]:
    """What others did since `revision` to the very fields that are to be changed, to something else than is wished."""
    return [
        (change, step)
        for change in changes
        if change.revision > revision
        for step in change.steps
        if step.field in wishes and step.after != wishes[step.field]
    ]


def extended(changes: Sequence[Change], change: Change) -> tuple[Change, ...]:
    """The history with a new line, and what it undoes marked."""
    marked = [
        each.model_copy(update={"undone_by": change.id}) if each.id == change.undoes else each for each in changes
    ]
    return (*marked, change)[-CHANGES_LIMIT:]
