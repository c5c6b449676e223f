"""A changed document and the answers that were taken from it."""

from tests.faq_sources.answering import entry, published
from tests.faq_sources.giving import RETURNS
from voc.faq import service
from voc.faq.domain import Why
from voc.faq.states import Action, State


async def test_a_changed_passage_makes_what_cites_it_stale_and_nothing_else(shelf):
    await shelf.give()
    said = await shelf.passages()
    back, shipping = said["Send it back within 14 days."], said["Shipping takes three days."]
    about_returns = await published(shelf, "Can I send it back?", back)
    about_shipping = await published(shelf, "How long does shipping take?", shipping)
    approved = await published(shelf, "How do I return it?", back, state=Action.approve)
    await shelf.give(RETURNS.replace("14", "30"))
    for id_ in (about_returns, approved):
        found = await entry(shelf, id_)
        assert (found.state, found.live, found.lines[-1].why) == (State.stale, None, Why.source)
    untouched = await entry(shelf, about_shipping)
    assert (untouched.state, untouched.live) == (State.published, untouched.version)


async def test_an_unchanged_document_makes_nothing_stale(shelf):
    await shelf.give()
    back = (await shelf.passages())["Send it back within 14 days."]
    id_ = await published(shelf, "Can I send it back?", back)
    await shelf.give()
    await shelf.give(RETURNS + "\n# More\n\nSomething else.\n")
    assert (await entry(shelf, id_)).state == State.published


async def test_what_nobody_approved_stays_and_cannot_be_approved(shelf):
    await shelf.give()
    back = (await shelf.passages())["Send it back within 14 days."]
    id_ = await published(shelf, "Can I send it back?", back, state=Action.edit)
    await shelf.give(RETURNS.replace("14", "30"))
    assert (await entry(shelf, id_)).state == State.edited


async def test_an_edit_that_cites_nothing_gone_keeps_what_is_given_out(shelf):
    await shelf.give()
    said = await shelf.passages()
    back, shipping = said["Send it back within 14 days."], said["Shipping takes three days."]
    id_ = await published(shelf, "How does it come and go?", shipping)
    edit = [(shipping["text"], shipping["_id"]), (back["text"], back["_id"])]
    await service.edit(shelf.workspace, id_, {}, edit, by="mem_1", now=shelf.engine.watch())
    await shelf.give(RETURNS.replace("14", "30"))
    found = await entry(shelf, id_)
    assert (found.state, found.live) == (State.edited, found.version - 1), "what is given out cites what still stands"
    await shelf.give(RETURNS.replace("14", "30").replace("three", "four"))
    found = await entry(shelf, id_)
    assert (found.state, found.live) == (State.stale, None)


async def test_a_removed_source_makes_what_cites_it_stale(shelf):
    source = (await shelf.give()).json()["id"]
    back = (await shelf.passages())["Send it back within 14 days."]
    id_ = await published(shelf, "Can I send it back?", back)
    assert (await shelf.http.delete(f"/v1/faq-sources/{source}")).status_code == 204
    assert (await entry(shelf, id_)).state == State.stale
