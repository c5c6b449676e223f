"""Words that the machine suggests: questions and aliases as people ask them, links, drafts. No person's are touched."""

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from typing import Any

import structlog

from voc.clock import stamp
from voc.errors import NotFound
from voc.faq import drafting, queries, storing
from voc.faq.content import Content
from voc.faq.domain import MACHINE, Entry, rewritten
from voc.faq.drafting import Drafted, Passages
from voc.faq.refusals import TooManyVersions
from voc.faq.states import Action

log = structlog.get_logger()

DRAFTS_LIMIT = 300
"""Entries that are drafted in one run, the most urgent first."""
Row = dict[str, Any]


async def worded(workspace: str, id_: str, question: str, aliases: tuple[str, ...], now: datetime) -> None:
    """The question as most ask it now, and how else it is asked."""

    def decide(entry: Entry) -> Entry | None:
        content = entry.content.model_copy(update={"question": question, "aliases": aliases})
        return _suggested(entry, content, now)

    await _write(workspace, id_, decide, now)


def _suggested(entry: Entry, content: Content, now: datetime, conflicts: Any = None) -> Entry | None:
    """The entry with other words, unless a person works on it or it says so already."""
    if entry.touched or (content == entry.content and conflicts in (None, entry.conflicts)):
        return None
    new = entry if conflicts is None else entry.model_copy(update={"conflicts": conflicts})
    return rewritten(new, content, Action.draft, by=MACHINE, at=stamp(now))


async def linked(workspace: str, ids: Iterable[str], pairs: Sequence[tuple[str, str]], now: datetime) -> None:
    """Which of these entries ask the same in two languages; those that are in no pair any more lose their link."""
    others: dict[str, str | None] = dict.fromkeys(ids) | dict(pairs) | {b: a for a, b in pairs}
    for id_, other in others.items():

        def decide(entry: Entry, other: str | None = other) -> Entry | None:
            return _suggested(entry, entry.content.model_copy(update={"other": other}), now)

        await _write(workspace, id_, decide, now)


async def draft_all(workspace: str, known: Passages, now: datetime) -> None:
    """Draft for every entry that no person works on."""
    rows = [row for row in await queries.listed(workspace) if not row["touched"]]
    rows.sort(key=lambda row: (-row["askers_low"] * row["trend"], row["_id"]))
    for row in rows[:DRAFTS_LIMIT]:
        found = await drafting.draft(row["content"]["question"], row["language"], known)
        await _drafted(workspace, row["_id"], found, now)


async def _drafted(workspace: str, id_: str, found: Drafted, now: datetime) -> None:
    def decide(entry: Entry) -> Entry | None:
        content = entry.content.model_copy(update={"answer": found.answer})
        return _suggested(entry, content, now, found.conflicts)

    await _write(workspace, id_, decide, now)


async def _write(workspace: str, id_: str, decide: Callable[[Entry], Entry | None], now: datetime) -> None:
    """As `storing.write`; an entry that is full, or was erased meanwhile, is no reason to leave the others."""
    try:
        await storing.write(workspace, id_, decide, by=MACHINE, now=now)
    except (TooManyVersions, NotFound) as error:
        log.warning("nothing suggested", workspace=workspace, entry=id_, reason=error.slug)
