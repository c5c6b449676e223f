"""The shop's help pages, the answers that its colleagues have published from them, and one page that changed since."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import datetime, timedelta
from importlib.resources import files

import structlog
from pymongo.errors import ConnectionFailure

from voc.demo.decisions import LOOK_SECONDS, LOOKS, colleague
from voc.faq import queries, service
from voc.faq.sources import queries as sources
from voc.faq.sources import service as giving
from voc.faq.sources.domain import Kind, source_id
from voc.faq.states import Action

log = structlog.get_logger("voc.demo")
PAGES = ("help-en.md", "help-ko.md", "notice-en.md", "notice-ko.md", "card-en.md", "card-ko.md")
"""The notices say another hour than the help does until which dawn delivery is taken: nobody has chosen yet."""
NEWER = {"card-en.md": "card-2-en.md", "card-ko.md": "card-2-ko.md"}
"""What stands at a page's address since: the card costs something now, so the answer that it costs nothing is stale."""
PUBLISHED = (
    ("help-en.md", "en", "How many days do I have to return something?", "within 14 days", "Returns"),
    ("help-ko.md", "ko", "반품은 며칠 안에 할 수 있나요?", "14일 안에", "반품"),
    ("card-en.md", "en", "Does the Moa card have a yearly fee?", "no yearly fee", "Moa card"),
    ("card-ko.md", "ko", "모아카드는 연회비가 있나요?", "연회비가 없습니다", "모아카드"),
)
"""Of which page, in which language, what is asked, what the sentence that answers says, and the category."""
PUBLISHED_DAYS = 27
"""Whole days before now: half of the story is over, so whether people still ask can be compared."""


async def answer_when_read(
    workspace: str, *, now: datetime, pause: Callable[[float], Awaitable[None]] = asyncio.sleep
) -> bool:
    """Give the help pages, wait until they are read, publish, then change one; False: nothing read them.

    Again changes nothing.
    """
    for page in PAGES:
        if await _row(workspace, page) is None:
            await giving.give(workspace, page, _chunks(page), now=now)
    for _ in range(LOOKS):
        try:
            rows = [await _row(workspace, page) for page in PAGES]
            if all(row and row["passages"] for row in rows):
                await publish(workspace, now=now - timedelta(days=PUBLISHED_DAYS))
                for page, newer in NEWER.items():
                    await giving.give(workspace, page, _chunks(newer), now=now)
                return True
        except ConnectionFailure:  # the engine starts again
            pass
        await pause(LOOK_SECONDS)
    log.warning("nothing was answered: no help page was read", workspace=workspace)
    return False


async def publish(workspace: str, *, now: datetime) -> None:
    """Write, approve and publish each answer, unless somebody has asked it here before."""
    by = await colleague(workspace)
    known = {row["content"]["question"] for row in await queries.listed(workspace)}
    for page, language, question, words, category in PUBLISHED:
        if question in known:
            continue
        told = await _sentence(workspace, page, words)
        id_ = await service.create(workspace, language, question, (), by=by, now=now)
        await service.edit(workspace, id_, {"category": category}, [told], by=by, now=now)
        for action in (Action.approve, Action.publish):
            await service.act(workspace, id_, action, by=by, now=now)


async def _row(workspace: str, page: str) -> dict[str, object] | None:
    return await sources.row(workspace, source_id(workspace, Kind.file, page))


async def _sentence(workspace: str, page: str, words: str) -> tuple[str, str]:
    """The sentence of a help page that holds these words, and its passage."""
    source = source_id(workspace, Kind.file, page)
    passages = await sources.cited(workspace, (await sources.passage_ids(workspace, [source]))[source])
    passage = next(each for each in passages.values() if words in each.text)
    return next(each for each in passage.text.split(". ") if words in each).rstrip(".") + ".", passage.passage


async def _chunks(page: str) -> AsyncIterator[bytes]:
    yield files("voc.demo").joinpath(page).read_bytes()
