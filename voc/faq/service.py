"""Work on entries: edit, decide, restore, choose; one or several."""

from collections.abc import Awaitable, Mapping, Sequence
from datetime import datetime
from typing import Any

from voc import outbox
from voc.clock import stamp
from voc.errors import Invalid, VocError
from voc.faq import editing, merging, queries, storing
from voc.faq.content import Content, Sentence, Support
from voc.faq.deciding import action_for
from voc.faq.domain import Entry, Line, Why, after, merged, moved
from voc.faq.editing import Wish
from voc.faq.refusals import NotReady
from voc.faq.rewording import NoLanguageModel, Rewording, RewordingState
from voc.faq.sources import queries as sources
from voc.faq.states import Action, State
from voc.queue import Task
from voc.settings import Completions
from voc.values import Value


class Outcome(Value):
    """What became of one entry of several."""

    item: str
    changed: bool
    error: dict[str, Any] | None = None


async def edit(
    workspace: str, id_: str, wishes: Mapping[str, Any], answer: Sequence[Wish] | None, *, by: str, now: datetime,
    revision: int | None = None,
) -> None:  # fmt: skip
    """Change what an entry says; the change is a new version.

    Args:
        workspace: whose.
        id_: of the entry.
        wishes: new values of fields of `Content`; those left out stay.
        answer: its sentences; None: they stay.
        by: member or key.
        now: the present.
        revision: the one that this was decided upon.

    Raises:
        NotFound: no such entry.
        Invalid: the entry in the other language, or a passage, is not there.
        WrongMove: what is rejected is brought back before it is edited.
        ChangedMeanwhile: a colleague changed it since `revision`.
    """
    if (other := wishes.get("other")) and (other == id_ or other not in await queries.questions_of(workspace, [other])):
        where = {"pointer": "/other", "message": "is no other entry of this workspace"}
        raise Invalid("The entry of the other language is not there.", errors=[where])
    known = await sources.cited(workspace, [passage for _, passage in answer or () if passage])

    def decide(entry: Entry) -> Entry | None:
        return editing.edited(entry, wishes, answer, known, by=by, at=stamp(now))

    await storing.write(workspace, id_, decide, by=by, now=now, revision=revision)


async def act(workspace: str, id_: str, action: Action, *, by: str, now: datetime, revision: int | None = None) -> None:
    """Approve, publish and so on.

    Raises:
        NotFound: no such entry.
        WrongMove: not from where it stands.
        NotReady: something hinders approval or publishing.
        ChangedMeanwhile: a colleague changed it since `revision`.
    """
    held = await queries.held(workspace, id_)
    wanted = [each.source.passage for each in held.entry.content.answer if each.source]
    standing = tuple(await sources.cited(workspace, wanted))

    def decide(entry: Entry) -> Entry:
        return moved(entry, action, by=by, at=stamp(now), standing=standing)

    await storing.write(workspace, id_, decide, by=by, now=now, revision=revision)
    if action in (Action.reopen, Action.separate):
        await outbox.request(workspace, Task.mine_questions, at=now)


async def merge(workspace: str, id_: str, into: str, *, by: str, now: datetime, revision: int | None = None) -> None:
    """Have another entry answer for this one; whoever asks it is counted there until the two are separated.

    Raises:
        NotFound: one of them is not there.
        Invalid: they are one, of two languages, or the other answers nothing itself.
        WrongMove: a version of this one is given out, or it is merged or rejected already.
        ChangedMeanwhile: a colleague changed it since `revision`.
    """
    merging.check(await queries.row(workspace, id_), await queries.row(workspace, into))

    def decide(entry: Entry) -> Entry:
        return merged(entry, into, by=by, at=stamp(now))

    await storing.write(workspace, id_, decide, by=by, now=now, revision=revision)
    await outbox.request(workspace, Task.mine_questions, at=now)


async def merge_all(workspace: str, ids: Sequence[str], *, by: str, now: datetime) -> tuple[str, list[Outcome]]:
    """Merge several into the foremost of them; returns its id, and what became of the others.

    Raises:
        NotFound: one of them is not there.
    """
    target = merging.foremost([await queries.row(workspace, id_) for id_ in dict.fromkeys(ids)])["_id"]
    others = [id_ for id_ in dict.fromkeys(ids) if id_ != target]
    return target, [await _outcome(id_, merge(workspace, id_, target, by=by, now=now)) for id_ in others]


async def decide(
    workspace: str, id_: str, wanted: State, *, by: str, now: datetime, revision: int | None = None
) -> None:
    """Bring an entry into a state; errors as `act`, and Invalid for a state that nobody can decide."""
    state = (await queries.held(workspace, id_)).entry.state
    await act(workspace, id_, action_for(wanted, state), by=by, now=now, revision=revision)


async def decide_all(workspace: str, ids: Sequence[str], wanted: State, *, by: str, now: datetime) -> list[Outcome]:
    """The same for several; what one of them does not allow hinders no other."""
    return [await _outcome(id_, decide(workspace, id_, wanted, by=by, now=now)) for id_ in dict.fromkeys(ids)]


async def _outcome(id_: str, deed: Awaitable[None]) -> Outcome:
    try:
        await deed
    except VocError as error:
        told = {"slug": error.slug, "title": error.title, "detail": error.detail, "status": error.status}
        return Outcome(item=id_, changed=False, error=told | error.values)
    return Outcome(item=id_, changed=True)


async def restore(
    workspace: str, id_: str, number: int, *, by: str, now: datetime, revision: int | None = None
) -> None:
    """Bring an earlier version back, as a new version that says exactly the same.

    Raises:
        NotFound: no such entry or version.
        WrongMove: what is rejected is brought back first.
        ChangedMeanwhile: a colleague changed it since `revision`.
    """
    content = await queries.version(workspace, id_, number)

    def decide(entry: Entry) -> Entry | None:
        return editing.restored(entry, content, number=number, by=by, at=stamp(now))

    await storing.write(workspace, id_, decide, by=by, now=now, revision=revision, restores=number)


async def choose(
    workspace: str, id_: str, place: int, side: str, *, by: str, now: datetime, revision: int | None = None
) -> None:
    """Say which of two contradicting sentences is right.

    Raises:
        NotFound: no such entry.
        Invalid: no such contradiction.
        WrongMove: what is rejected is brought back first.
        ChangedMeanwhile: a colleague changed it since `revision`.
    """

    def decide(entry: Entry) -> Entry:
        return editing.chosen(entry, place, side, by=by, at=stamp(now))

    await storing.write(workspace, id_, decide, by=by, now=now, revision=revision)


async def reword(workspace: str, id_: str, llm: Completions, *, by: str, now: datetime) -> None:
    """Have a draft rewritten for tone by the language model that the operator has set; a worker does it.

    Raises:
        NotFound: no such entry.
        NoLanguageModel: none is set.
        WrongMove: it may not be edited where it stands.
        NotReady: no sentence of it rests on a source.
    """
    held = await queries.held(workspace, id_)
    if llm.url is None:
        raise NoLanguageModel("The operator of this service has set no language model (VOC_LLM__URL).")
    after(held.entry, Action.edit)
    if not any(each.source for each in held.entry.content.answer):
        raise NotReady("There is nothing to rewrite: no sentence rests on a source.", reasons=[Why.empty.value])
    wish = Rewording(state=RewordingState.waiting, version=held.entry.version, by=by, at=stamp(now))
    await storing.count(workspace, id_, {"rewording": wish.stored()})
    await outbox.request(workspace, Task.rewrite_faq, at=now)


async def create(workspace: str, language: str, question: str, answer: Sequence[str], *, by: str, now: datetime) -> str:
    """An entry that a person writes, who answers for every sentence; returns its id."""
    said = tuple(Sentence(text=text, by=by, support=Support.own) for text in answer)
    state = State.edited if said else State.unanswered
    line = Line(action=Action.edit, by=by, at=stamp(now), before=State.unanswered, after=state, version=1)
    entry = Entry(state=state, content=Content(question=question, answer=said), touched=True, lines=(line,))
    id_ = await storing.create(workspace, language, entry, by=by, now=now, also={})
    await outbox.request(workspace, Task.mine_questions, at=now)  # whoever asks the same is counted here
    return id_
