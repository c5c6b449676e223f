"""Hold what a person wrote against the sources that it is said to rest on."""

import asyncio
from datetime import datetime

from voc import inference, outbox
from voc.faq import drafting, editing, queries, storing
from voc.faq.content import Conflict, Sentence, Support
from voc.faq.domain import MACHINE, Entry
from voc.faq.sources import queries as sources
from voc.outbox import Chore
from voc.settings import Work

Key = tuple[str, str | None]


async def run(chore_id: str, *, now: datetime, work: Work) -> bool:
    """Check all that waits in a workspace, if the chore is ours to take; returns whether it was."""
    held = await outbox.lease(Chore, [chore_id], now=now, work=work)
    if not held.rows:
        return False
    (chore,) = held.rows
    try:
        async with outbox.kept(Chore, held, work=work):
            for id_ in await queries.unchecked(chore["workspace"]):
                await check(chore["workspace"], id_, now=now)
    except Exception as error:  # whatever went wrong is kept with the chore, which is tried again or parked
        await outbox.fail(Chore, held, {chore_id: repr(error)}, now=now, work=work)
        raise
    await outbox.finish(chore, held.owner, now=now)
    return True


async def check(workspace: str, id_: str, *, now: datetime) -> None:
    """Say of each sentence whether its passage bears it out, and what else contradicts the answer."""
    row = await queries.row(workspace, id_)
    entry = queries.held_of(row).entry
    judged = {_key(each): await _judged(workspace, each) for each in entry.content.answer}
    known = await drafting.passages(workspace, await asyncio.to_thread(inference.version))
    borne = [each for each in entry.content.answer if each.source and judged[_key(each)] != Support.unsupported]
    found = await drafting.contradictions(entry.content.question, row["language"], borne, known)
    await storing.write(workspace, id_, lambda each: _checked(each, judged, found), by=MACHINE, now=now)


def _key(said: Sentence) -> Key:
    """What a judgement holds for: these words, resting on this passage."""
    return said.text, said.source.passage if said.source else None


async def _judged(workspace: str, said: Sentence) -> Support:
    if said.support != Support.unchecked or said.source is None:
        return said.support
    standing = await sources.cited(workspace, [said.source.passage])
    texts = [each.text for each in standing.values()]
    borne = await asyncio.to_thread(inference.supported, said.text, texts) if texts else False
    return Support.borne_out if borne else Support.unsupported


def _checked(entry: Entry, judged: dict[Key, Support], found: tuple[Conflict, ...]) -> Entry:
    """The same version with what was found out about it."""
    answer = tuple(
        each.model_copy(update={"support": judged.get(_key(each), each.support)})
        if each.support == Support.unchecked
        else each
        for each in entry.content.answer
    )
    said = {each.text for each in answer}
    new = [each for each in found if each.one.text in said]
    content = entry.content.model_copy(update={"answer": answer})
    return entry.model_copy(update={"content": content, "conflicts": editing.merged(entry.conflicts, new)})
