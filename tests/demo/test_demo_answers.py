"""The shop answers from its help pages: what is drafted leads to its sources, and nothing is given out unapproved."""

from collections import Counter
from datetime import UTC, datetime

import pytest_asyncio
from lxml import html

from tests.engine import Engine, declared_tasks, engine  # noqa: F401  fixtures
from tests.people import member
from voc import inference
from voc.demo import answering, shop
from voc.demo.answering import NEWER, PUBLISHED
from voc.feedback import service as feedback
from voc.feedback.schemas import CustomerIn, FeedbackIn
from voc.queue import Task
from voc.themes import analysis

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
GROUPS = 8
"""Questions that several customers ask, in each language, at the least."""


class Reader(Engine):
    """A worker with the model that is shipped."""

    async def work(self) -> None:
        """As the worker does it."""
        for task, ids in [each for each in self.published if each[0] == Task.analyse]:
            self.published.remove((task, ids))
            await analysis.analyse(ids, now=self.watch(), work=self.context.settings.work, read=inference.analyse)
        await super().work()


@pytest_asyncio.fixture(loop_scope="session")
async def reader(caller, engine, settings, watch):  # noqa: F811
    """A workspace whose customers asked what the demo's ask; nobody has answered."""
    said = [
        FeedbackIn(
            submission_id=each.submission_id, text=each.text, channel=each.channel, occurred_at=each.occurred_at,
            customer=CustomerIn(id=each.customer),
        )
        for each in shop.verbatims(NOW)
        if each.topic.startswith("ask-")
    ]  # fmt: skip
    await feedback.receive(caller.workspace, said, now=NOW, source="demo")
    return Reader(settings, watch)


@pytest_asyncio.fixture(loop_scope="session")
async def entries(caller, reader):
    """Everything that the demo's FAQ then holds, as the API tells it."""

    async def pause(_seconds: float) -> None:
        await reader.settle()

    await reader.settle()
    for _ in range(2):  # starting the demo again changes nothing
        assert await answering.answer_when_read(caller.workspace, now=NOW, pause=pause)
    await reader.settle()  # reads the page that changed, and groups and drafts once
    items = (await caller.http.get("/v1/faqs", params={"limit": 100})).json()["items"]
    return [(await caller.http.get(f"/v1/faqs/{each['id']}")).json() for each in items]


async def test_every_kind_of_answer_is_there_and_every_sentence_has_a_source_to_open(caller, entries, app, watch):
    """One test, since what it looks at takes seconds to make."""
    for language in ("ko", "en"):
        own = [each for each in entries if each["language"] == language]
        assert sum(each["askers"] >= 2 for each in own) >= GROUPS
        states = Counter(each["state"] for each in own)
        assert states["suggested"] >= 4, states
        assert min(states[name] for name in ("published", "stale", "unanswered")) >= 1, states
        assert [each for each in own if "conflict" in each["hindrances"] and each["state"] != "stale"]
    known = {each["question"]: each["state"] for each in entries}
    for page, _, question, *_ in PUBLISHED:
        assert known[question] == ("stale" if page in NEWER else "published")
    async with member(app, caller.workspace, watch) as browser:
        await every_sentence_leads_to_its_source(browser, entries)


async def every_sentence_leads_to_its_source(browser, entries) -> None:
    """What is quoted stands where the link leads, on a page that opens; of a stale answer, what is left says so."""
    pages = {}
    said = [(each, sentence) for each in entries if each["state"] != "stale" for sentence in each["answer"]]
    assert len(said) >= 2 * GROUPS
    for entry, sentence in said:
        assert (sentence["support"], sentence["source"]["quote"]) == ("quoted", sentence["text"]), entry["question"]
        path, _, passage = sentence["source"]["url"].partition("#")
        if path not in pages:
            answer = await browser.http.get(path)
            assert answer.status_code == 200, path
            pages[path] = html.fromstring(answer.text)
        (found,) = pages[path].xpath("//*[@id=$id]", id=passage)
        assert sentence["text"] in " ".join(found.text_content().split()), entry["question"]


async def test_without_a_worker_nothing_is_answered(caller, engine, watch):  # noqa: F811
    looks = []

    async def pause(_seconds: float) -> None:
        looks.append(1)

    assert not await answering.answer_when_read(caller.workspace, now=watch(), pause=pause)
    assert len(looks) == answering.LOOKS
