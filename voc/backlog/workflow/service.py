"""Decide about items, one or several at once, and take it back."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any

from pymongo.errors import DuplicateKeyError

from voc import outbox
from voc.accounts import queries as accounts
from voc.backlog import queries as backlog
from voc.backlog.workflow import domain, mentions, queries
from voc.backlog.workflow.documents import ItemWork
from voc.backlog.workflow.domain import Change, ChangedMeanwhile, Note, NotYours, Step, TooManyNotes
from voc.backlog.workflow.queries import Stored
from voc.clock import stamp
from voc.database import durable
from voc.errors import Invalid, NotFound, VocError
from voc.queue import Task
from voc.values import Value, new_id

TRIES = 5
"""How often a change is decided again because somebody changed the item in the same moment."""
Decide = Callable[[Stored], "Decision | None"]


class Decision(Value):
    """What is to be written: the steps, the notes that they add, and what they undo."""

    steps: tuple[Step, ...]
    notes: tuple[Note, ...] = ()
    removed: tuple[Note, ...] = ()
    """What the steps take away, for whoever undoes them."""
    undoes: str | None = None


class Outcome(Value):
    """What became of one item of several."""

    item: str
    changed: bool
    error: dict[str, Any] | None = None
    """Slug and detail of why not."""


async def change(
    workspace: str, item: str, wishes: Mapping[str, Any], *, by: str, now: datetime, revision: int | None = None,
    batch: str | None = None,
) -> Stored:  # fmt: skip
    """Set fields of an item.

    Args:
        workspace: whose.
        item: its id.
        wishes: new values by field, as JSON has them; those left out stay.
        by: the member or key.
        now: the present.
        revision: the one that the wishes were made upon; None for whichever stands there.
        batch: of several items that are changed at once.

    Raises:
        NotFound: no such item.
        Invalid: the owner is no member.
        WrongMove: no way leads from its status to the one that is wanted.
        ChangedMeanwhile: a colleague changed the same fields since `revision`; `changes` names them.
    """
    named = await backlog.title_of(workspace, item)
    await _check_owner(workspace, wishes)
    wishes = {name: None if name == "title" and value == named else value for name, value in wishes.items()}

    def decide(held: Stored) -> Decision | None:
        if revision is not None and (theirs := domain.crossed(held.changes, wishes, revision)):
            raise _crossed(item, theirs)
        return Decision(steps=found) if (found := domain.steps(held.work, wishes)) else None

    return await _write(workspace, item, decide, by=by, now=now, batch=batch)


async def note(workspace: str, item: str, text: str, *, by: str, now: datetime) -> Stored:
    """Keep a note for colleagues.

    Raises:
        NotFound: no such item.
        TooManyNotes: the item holds as many as it may.
    """
    await backlog.title_of(workspace, item)
    whom = mentions.named(text, await queries.colleagues(workspace))
    written = Note(id=new_id("nt", now), text=text, by=by, at=stamp(now), mentions=whom)

    def decide(held: Stored) -> Decision:
        if len(held.work.notes) >= domain.NOTES_LIMIT:
            raise TooManyNotes(f"An item holds {domain.NOTES_LIMIT} notes.", item=item)
        return Decision(steps=(Step(field="notes", before=None, after=written.id),), notes=(written,))

    return await _write(workspace, item, decide, by=by, now=now)


async def take_back(workspace: str, item: str, note: str, *, by: str, now: datetime) -> Stored:
    """Remove one's own note; undoing that brings it back, word for word.

    Raises:
        NotFound: no such item, or no such note on it.
        NotYours: somebody else wrote it.
    """
    await backlog.title_of(workspace, item)

    def decide(held: Stored) -> Decision:
        found = next((each for each in held.work.notes if each.id == note), None)
        if found is None:
            raise NotFound("No such note on this item.", note=note)
        if found.by != by:
            raise NotYours("Only who wrote a note takes it back.", note=note)
        return Decision(steps=(Step(field="notes", before=note, after=None),), removed=(found,))

    return await _write(workspace, item, decide, by=by, now=now)


async def undo(workspace: str, item: str, *, by: str, now: datetime, expected: str | None = None) -> Stored:
    """Take back the latest change that stands.

    Raises:
        NotFound: no such item.
        NothingToUndo: there is none.
        LaterChange: it is not the `expected` one.
    """
    await backlog.title_of(workspace, item)

    def decide(held: Stored) -> Decision:
        last = domain.latest(held.changes, expected)
        return Decision(steps=domain.backwards(last), notes=last.removed, undoes=last.id)

    return await _write(workspace, item, decide, by=by, now=now)


async def change_all(
    workspace: str, items: Sequence[str], wishes: Mapping[str, Any], *, by: str, now: datetime
) -> tuple[str, list[Outcome]]:
    """Set the same fields of several items; what one of them does not allow hinders no other.

    Returns:
        The id of the batch, by which it is undone, and what became of each item, in the order asked.

    Raises:
        Invalid: the owner is no member.
    """
    await _check_owner(workspace, wishes)
    batch = new_id("bt", now)
    outcomes = []
    for item in dict.fromkeys(items):
        try:
            done = await change(workspace, item, wishes, by=by, now=now, batch=batch)
        except VocError as error:
            told = {"slug": error.slug, "title": error.title, "detail": error.detail, "status": error.status}
            outcomes.append(Outcome(item=item, changed=False, error=told | error.values))
        else:
            changed = bool(done.changes) and done.changes[-1].batch == batch
            outcomes.append(Outcome(item=item, changed=changed))
    return batch, outcomes


async def undo_all(workspace: str, batch: str, *, by: str, now: datetime) -> list[str]:
    """Take back a change of several items where it is still the latest; returns those items' ids."""
    undone = []
    for item, held in (await queries.of_batch(workspace, batch)).items():
        try:
            await undo(workspace, item, by=by, now=now, expected=domain.latest(held.changes).id)
        except (domain.LaterChange, domain.NothingToUndo):  # a colleague was faster, and theirs stands
            continue
        undone.append(item)
    return undone


async def _write(
    workspace: str, item: str, decide: Decide, *, by: str, now: datetime, batch: str | None = None
) -> Stored:
    """Decide upon the present state and write it unless somebody was faster; then decide again."""
    for _ in range(TRIES):
        held = await queries.stored(workspace, item)
        decision = decide(held)
        if decision is None:
            return held
        revision = held.revision + 1
        line = Change(
            id=new_id("ch", now), by=by, at=stamp(now), revision=revision, steps=decision.steps, batch=batch,
            undoes=decision.undoes, removed=decision.removed,
        )  # fmt: skip
        work = domain.apply(held.work, decision.steps, decision.notes)
        after = Stored(work=work, changes=domain.extended(held.changes, line), revision=revision)
        if await _stored(workspace, item, held.revision, after, stamp(now)):
            if any(step.field == "effort" for step in decision.steps):
                await outbox.request(workspace, Task.rank, at=now)
            return after
    raise ChangedMeanwhile("Colleagues are changing this item at this moment. Try again.", item=item, changes=[])


async def _stored(workspace: str, item: str, seen: int, after: Stored, at: int) -> bool:
    """Compare and set; False: the revision that was `seen` is no longer the present one."""
    standing = next((change for change in reversed(after.changes) if change.stands), None)
    fields = after.work.model_dump(mode="json") | {
        "changes": [change.model_dump(mode="json") for change in after.changes],
        "mentioned": sorted({member for note in after.work.notes for member in note.mentions}),
        "note_count": len(after.work.notes),
        "changed_at": at,
        "unannounced": True,
        "announce_at": at,
        "unregistered": after.work.status in (domain.Status.shipped, domain.Status.closed),
        "untracked": True,
        "batch": standing.batch if standing else None,
    }
    if seen:
        unchanged = {"_id": item, "workspace": workspace, "revision": seen}
        written = await durable(ItemWork).update_one(unchanged, {"$set": fields, "$inc": {"revision": 1}})
        return bool(written.matched_count)
    try:
        await durable(ItemWork).insert_one({"_id": item, "workspace": workspace, "revision": 1} | fields)
    except DuplicateKeyError:
        return False
    return True


async def _check_owner(workspace: str, wishes: Mapping[str, Any]) -> None:
    owner = wishes.get("owner")
    if owner and owner not in {each.id for each in await accounts.members(workspace)}:
        where = {"pointer": "/owner", "message": "is no member of this workspace"}
        raise Invalid("The owner is no member of this workspace.", errors=[where])


def _crossed(item: str, theirs: Sequence[tuple[Change, Step]]) -> ChangedMeanwhile:
    told = [step.model_dump(mode="json") | {"by": change.by, "at": change.at} for change, step in theirs]
    fields = ", ".join(dict.fromkeys(step.field for _, step in theirs))
    return ChangedMeanwhile(
        f"A colleague changed this meanwhile: {fields}. Look at it and repeat your change if it still fits.",
        item=item, changes=told,
    )  # fmt: skip
