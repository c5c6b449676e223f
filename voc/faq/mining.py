"""Find what customers ask. Entries follow groups of questions from run to run; no person's words are written over."""

import asyncio
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

import structlog

from voc import inference, outbox
from voc.clock import stamp
from voc.faq import (
    drafting,
    expiring,
    merging,
    queries,
    ranking,
    rechecking,
    remembering,
    storing,
    suggesting,
    wordings,
)
from voc.faq.content import Content
from voc.faq.documents import FaqEntry, FaqVersion
from voc.faq.domain import MACHINE, Entry, Line
from voc.faq.gathering import Asked, Heard, gather
from voc.faq.remembering import Worded
from voc.faq.sources import sweeping
from voc.faq.states import Action, State
from voc.outbox import Chore
from voc.queue import Task
from voc.settings import Work
from voc.themes.domain import NIGHTLY
from voc.values import one_line

log = structlog.get_logger()

FEWEST_ASKERS = 2
"""What one person asks is no frequent question."""
MEMBERS_LIMIT = 2_000
ALIASES_SHOWN = 8
Row = dict[str, Any]


async def run(chore_id: str, *, now: datetime, work: Work) -> bool:
    """Look for questions if the chore is ours to take, tonight again; returns whether it was."""
    held = await outbox.lease(Chore, [chore_id], now=now, work=work)
    if not held.rows:
        return False
    (chore,) = held.rows
    try:
        async with outbox.kept(Chore, held, work=work):
            await mine(chore["workspace"], now=now)
    except Exception as error:  # whatever went wrong is kept with the chore, which is tried again or parked
        await outbox.fail(Chore, held, {chore_id: repr(error)}, now=now, work=work)
        raise
    await outbox.request(chore["workspace"], Task.measure_deflection, at=now)
    await outbox.finish(chore, held.owner, now=now, next_at=now + NIGHTLY)
    return True


async def mine(workspace: str, *, now: datetime) -> int:
    """Group all questions, keep entries in step with the groups, and draft; returns how many groups have an entry."""
    await sweeping.sweep(workspace, now=now)
    await expiring.overdue(workspace, now=now)
    if await queries.unchecked(workspace):  # whoever edited them asked for it, unless a crash came in between
        await outbox.request(workspace, Task.check_faq, at=now)
    heard = await gather(workspace, inference.stripped)
    known = {row["_id"]: row for row in await queries.whole(workspace)}
    if not heard.questions and not known:
        return 0
    asked = heard.questions
    result = await _group(workspace, asked, known)
    answers = merging.answering(known.values())
    ids: dict[int, str] = {}
    for key, places in merging.together([group.key for group in result.groups], answers).items():
        group = merging.combined([result.groups[place] for place in places])
        members = [asked[i] for i in group.members if i < len(asked)]
        if key in known or _is_frequent(group.question, members):
            facts = _facts(members, group, heard)
            id_ = await _kept(workspace, key, group, facts, known, asked, now)
            await expiring.asked_on(workspace, known.get(id_), members, heard, now=now)
            ids |= dict.fromkeys(places, id_)
    counted = await _counted_apart(workspace, result.groups, answers, heard)
    gone = [id_ for id_ in known if id_ not in {*ids.values(), *counted}]
    await _forgotten(workspace, gone, known, answers)
    pairs = [(ids[a], ids[b]) for a, b in result.links if a in ids and b in ids]
    await suggesting.linked(workspace, dict.fromkeys(ids.values()), pairs, now)
    passages = await drafting.passages(workspace, await asyncio.to_thread(inference.version))
    await suggesting.draft_all(workspace, passages, now)
    await rechecking.recheck(workspace, passages, now)
    await _erased_meanwhile(workspace, asked)
    log.info("questions grouped", workspace=workspace, questions=len(asked), entries=len(ids))
    return len(ids)


async def _erased_meanwhile(workspace: str, asked: Sequence[Asked]) -> None:
    """Forget the words of those who were erased after this night had read them."""
    ids = list({each.feedback for each in asked})
    there = await queries.standing(workspace, ids)
    if gone := set(ids) - there:
        texts = [each.text for each in asked if each.feedback in gone]
        await wordings.forget_texts(workspace, texts, sorted(gone))


def _is_frequent(question: str, members: Sequence[Asked]) -> bool:
    """Whether several people ask it, and the sentence that stands for them has the form of a question."""
    return question.endswith("?") and len({each.asker for each in members}) >= FEWEST_ASKERS


async def _group(workspace: str, asked: Sequence[Asked], known: Mapping[str, Row]) -> Any:
    """Groups of questions, and of what people wrote as questions, which draws the same ones to their entries."""
    wide_first = sorted(known.items(), key=lambda item: -len(item[1]["members"]))  # one that answers for others, too
    member_of = {id_: entry for entry, row in wide_first for id_ in row["members"]}
    written = {id_: row for id_, row in known.items() if row["touched"]}
    said = [Worded(each.feedback, each.text, each.language) for each in asked]
    said += [Worded(id_, row["content"]["question"], row["language"]) for id_, row in written.items()]
    askers = [each.asker if each.known else None for each in asked] + [None for _ in written]
    previous = [member_of.get(each.feedback) for each in asked] + list(written)
    texts, languages = [each.text for each in said], [each.language for each in said]
    vectors = await remembering.vectors(workspace, said)
    result = await asyncio.to_thread(inference.group_questions, texts, languages, vectors, askers, previous)
    free = [id_ if row["state"] != State.merged else None for id_, row in written.items()]
    return replace(result, groups=_claimed(result.groups, free, len(asked)))


def _claimed(groups: Sequence[Any], written: Sequence[str | None], asked: int) -> tuple[Any, ...]:
    """Groups with the entry that a person wrote for their question, however many a suggestion had gathered before.

    Args:
        groups: as they were found; places from `asked` on are the questions of `written`.
        written: entries that people wrote or changed; None in place of merged ones, which take nothing from others.
        asked: how many questions customers asked.
    """
    taken = {group.key for group in groups}
    claimed = []
    for group in groups:
        own = [written[i - asked] for i in group.members if i >= asked]
        free = [id_ for id_ in own if id_ is not None and id_ not in taken]
        if group.key not in written and free:
            group = replace(group, key=free[0])
            taken.add(free[0])
        claimed.append(group)
    return tuple(claimed)


async def _counted_apart(workspace: str, groups: Sequence[Any], answers: Mapping[str, str], heard: Heard) -> list[str]:
    """Say who asks each merged entry's own question; returns their ids."""
    found = [group for group in groups if group.key in answers]
    for group in found:
        members = [heard.questions[i] for i in group.members if i < len(heard.questions)]
        await storing.count(workspace, group.key, _facts(members, group, heard))
    return [group.key for group in found]


def _facts(members: Sequence[Asked], group: Any, heard: Heard) -> Row:
    """Who asked, how often and when."""
    askers = len({each.asker for each in members})
    weeks = ranking.weekly((each.at for each in members), heard.until) if heard.until else [0] * ranking.WEEKS
    themes = Counter(each.theme for each in members if each.theme)
    low = ranking.at_least(askers, heard.people)
    return {
        "members": list(dict.fromkeys(each.feedback for each in members))[:MEMBERS_LIMIT],
        "questions": len(members),
        "askers": askers,
        "askers_low": round(low, 4),  # the embedded engine keeps fifteen digits
        "weekly": weeks,
        "trend": round(ranking.trend(weeks), 4),
        "theme": themes.most_common(1)[0][0] if themes else None,
        "keywords": list(group.keywords),
    }


async def _kept(
    workspace: str, key: str, group: Any, facts: Row, known: Mapping[str, Row], asked: Sequence[Asked], now: datetime
) -> str:
    """The entry of a group: a new one, or the one that it was, whose words stay once a person touched it."""
    question = one_line(group.question)
    merged = [row["content"]["question"] for row in known.values() if row.get("into") == key]
    asked_so = [one_line(asked[i].text) for i in group.aliases[: ALIASES_SHOWN + 1] if i < len(asked)]
    aliases = tuple(each for each in dict.fromkeys([*merged, *asked_so]) if each not in (question, wordings.ERASED))
    aliases = aliases[:ALIASES_SHOWN]
    if key in known:
        await storing.count(workspace, key, facts)
        if group.canonical < len(asked) and group.key == key:
            await suggesting.worded(workspace, key, question, aliases, now)
        return key
    line = Line(
        action=Action.draft, by=MACHINE, at=stamp(now), before=State.unanswered, after=State.unanswered, version=1
    )
    entry = Entry(state=State.unanswered, content=Content(question=question, aliases=aliases), lines=(line,))
    return await storing.create(workspace, group.language, entry, by=MACHINE, now=now, also=facts)


async def _forgotten(workspace: str, gone: Sequence[str], known: Mapping[str, Row], answers: Mapping[str, str]) -> None:
    """What nobody asks any more: a person's entry stays, and so does one that answers for others.

    An untouched one goes, since its questions are elsewhere.
    """
    collection = FaqEntry.get_pymongo_collection()
    for id_ in gone:
        if known[id_]["touched"] or id_ in answers.values():
            await storing.count(workspace, id_, storing.NOBODY)
        else:
            same = {"_id": id_, "workspace": workspace, "revision": known[id_]["revision"]}
            if (await collection.delete_one(same)).deleted_count:
                await FaqVersion.get_pymongo_collection().delete_many({"workspace": workspace, "entry": id_})
