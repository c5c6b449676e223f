"""What happens between two writes of a source: removed while it is read, cited while it goes."""

import pytest

from tests.faq_sources.answering import entry, published
from tests.faq_sources.giving import RETURNS
from voc.faq import service, storing
from voc.faq.sources import queries, removing, sweeping, working
from voc.faq.sources.documents import FaqPassage
from voc.faq.states import Action


@pytest.fixture
def meanwhile(monkeypatch):
    """Have something happen right before a step of reading a source."""

    def arrange(step, act):
        whole = getattr(working, step)

        async def broken_into(*args, **named):
            monkeypatch.setattr(working, step, whole)
            await act()
            return await whole(*args, **named)

        monkeypatch.setattr(working, step, broken_into)

    return arrange


class Died(BaseException):
    """A worker that is killed."""


async def died():
    raise Died


async def test_what_is_removed_while_it_is_read_leaves_nothing_to_cite(shelf, meanwhile):
    given = (await shelf.give(read=False)).json()["id"]
    meanwhile("_insert_passages", lambda: removing.remove(shelf.workspace, [given], now=shelf.engine.watch()))
    await shelf.engine.settle()
    assert await shelf.passages() == {}
    assert await FaqPassage.get_pymongo_collection().find_one({"workspace": shelf.workspace}) is None


async def test_a_crash_leaves_passages_of_no_source_that_nobody_cites_and_the_night_removes(shelf, meanwhile):
    given = (await shelf.give(read=False)).json()["id"]
    meanwhile("_insert_passages", lambda: removing.remove(shelf.workspace, [given], now=shelf.engine.watch()))
    meanwhile("_switch", died)
    with pytest.raises(Died):
        await shelf.engine.settle()
    rows = FaqPassage.get_pymongo_collection()
    assert await rows.find_one({"workspace": shelf.workspace})
    assert await shelf.passages() == {}
    await sweeping.sweep(shelf.workspace, now=shelf.engine.watch())
    assert await rows.find_one({"workspace": shelf.workspace}) is None


async def test_the_night_leaves_what_stands_and_what_is_being_read(shelf, meanwhile):
    await shelf.give()
    await shelf.give("# Returns\n\nSend it back within 30 days.\n", read=False)

    async def night():
        await sweeping.sweep(shelf.workspace, now=shelf.engine.watch())

    meanwhile("_switch", night)
    await shelf.engine.settle()
    assert list(await shelf.passages()) == ["Send it back within 30 days."]
    await night()
    assert list(await shelf.passages()) == ["Send it back within 30 days."]


async def test_what_is_published_while_its_source_goes_is_stale(shelf, monkeypatch):
    given = (await shelf.give()).json()["id"]
    passage = (await shelf.passages())["Send it back within 14 days."]
    id_ = await published(shelf, "How do returns work?", passage, state=Action.approve)
    await service.edit(shelf.workspace, id_, {"category": "a"}, None, by="mem_1", now=shelf.engine.watch())
    marked = removing.staleness.mark

    async def then_published(*args, **named):
        monkeypatch.setattr(removing.staleness, "mark", marked)
        await marked(*args, **named)
        for action in (Action.approve, Action.publish):
            await service.act(shelf.workspace, id_, action, by="mem_1", now=shelf.engine.watch())

    monkeypatch.setattr(removing.staleness, "mark", then_published)
    await removing.remove(shelf.workspace, [given], now=shelf.engine.watch())
    found = await entry(shelf, id_)
    assert (found.state, found.live, found.lines[-1].why) == ("stale", None, "source")


async def test_an_answer_that_lost_its_source_unseen_is_stale_after_the_night(shelf):
    await shelf.give()
    passage = (await shelf.passages())["Send it back within 14 days."]
    id_ = await published(shelf, "How do returns work?", passage)
    await FaqPassage.get_pymongo_collection().delete_one({"_id": passage["_id"]})
    await sweeping.sweep(shelf.workspace, now=shelf.engine.watch())
    found = await entry(shelf, id_)
    assert (found.state, found.live, found.lines[-1].why) == ("stale", None, "source")
    assert storing.is_unchecked(found) is False


async def test_one_workspaces_night_leaves_anothers_sources_alone(shelf, new_caller):
    await shelf.give(RETURNS)
    stranger = await new_caller()
    await sweeping.sweep(stranger.workspace, now=shelf.engine.watch())
    assert len(await shelf.passages()) == 2
    assert await queries.citable(stranger.workspace, "fake-1") == []
