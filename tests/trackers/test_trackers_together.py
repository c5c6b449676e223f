"""Items and issues follow each other, at every provider."""

from datetime import timedelta
from html import unescape

from tests.people import member
from voc.accounts.domain import Role
from voc.backlog.documents import BacklogItem
from voc.backlog.workflow.documents import ItemWork
from voc.themes.documents import Theme
from voc.trackers import queries, service, syncing
from voc.trackers.documents import TrackerLink
from voc.trackers.domain import link_id
from voc.trackers.service import Wish

CLOSED = {"github": "closed", "gitlab": "closed", "jira": "done", "linear": "completed"}
OPEN = {"github": "open", "gitlab": "opened", "jira": "new", "linear": "unstarted"}
STARTED = OPEN | {"jira": "indeterminate", "linear": "started"}


async def create(shop, watch):
    await service.create(shop.workspace, shop.item, shop.tracker, Wish(language="en"), by="mem_kim", now=watch())
    await shop.engine.settle()


async def link(shop):
    found = await queries.link(shop.workspace, shop.item)
    assert found
    return found


async def test_an_issue_is_made_of_an_item_and_both_know_each_other(shop, watch):
    await shop.decide(title="Keep people signed in while they pay")
    await create(shop, watch)
    (made,) = shop.provider.made()
    assert "Keep people signed in while they pay" in str(made)
    assert f"http://voc.test/backlog/{shop.item}" in str(made)
    stored = await link(shop)
    assert (stored["key"], stored["state"], stored["trouble"]) == (shop.provider.key, "done", None)
    assert stored["wish"] is None
    assert (await shop.read())["tracker_url"] == stored["url"]


async def test_an_issue_made_of_an_item_under_way_is_under_way(shop, watch):
    await shop.decide(status="in_progress")
    await create(shop, watch)
    assert shop.provider.state() == STARTED[shop.provider.kind]


async def test_a_move_here_moves_the_issue_there(shop, watch):
    await create(shop, watch)
    for status, expected in (("planned", None), ("shipped", CLOSED), ("in_progress", STARTED), ("shipped", CLOSED)):
        await shop.decide(status=status)
        await shop.engine.settle()
        if expected:
            assert shop.provider.state() == expected[shop.provider.kind]


async def test_a_move_there_moves_the_item_here_and_nothing_comes_back(shop, watch):
    await shop.decide(status="in_progress")
    await create(shop, watch)
    shop.provider.close()
    assert (await shop.hook()).status_code == 204
    shop.provider.calls.clear()
    await shop.engine.settle()
    item = await shop.read()
    assert item["status"] == "shipped"
    assert item["history"][-1]["by"] == f"tracker:{shop.provider.kind}"
    assert len(shop.provider.calls) == 1, "one look, and no call that moves anything"
    history = len(item["history"])
    for _ in range(2):  # our own change, and the provider's repeats of the event
        assert (await shop.hook()).status_code == 204
        await shop.engine.settle()
    assert len((await shop.read())["history"]) == history


async def test_our_own_move_coming_back_moves_nothing(shop, watch):
    await shop.decide(status="in_progress")
    await create(shop, watch)
    await shop.decide(status="shipped")
    await shop.engine.settle()
    before = await shop.read()
    shop.provider.calls.clear()
    assert (await shop.hook()).status_code == 204
    await shop.engine.settle()
    assert await shop.read() == before
    assert not any(method in ("PATCH", "PUT") for method, *_ in shop.provider.calls)


async def test_an_old_event_played_again_changes_nothing(shop, watch):
    await shop.decide(status="in_progress")
    await create(shop, watch)
    # the event says closed, but the issue was opened again since
    assert (await shop.hook()).status_code == 204
    await shop.engine.settle()
    assert (await shop.read())["status"] == "in_progress"


async def test_a_crash_after_the_call_makes_no_second_issue(shop, watch):
    shop.provider.deaf.append("POST")
    if shop.provider.kind == "linear":  # its first call asks for the team
        shop.provider.deaf.clear()
        shop.provider.answer = once_deaf(shop.provider)
    await create(shop, watch)
    assert (await link(shop))["trouble"] == "down"
    assert len(shop.provider.made()) == 1
    watch.turn(syncing.SETTLING)
    await shop.engine.settle()
    assert len(shop.provider.made()) == 1
    assert ((await link(shop))["key"], (await link(shop))["trouble"]) == (shop.provider.key, None)


def once_deaf(provider):
    honest, heard = provider.answer, []

    def answer(method, path, query, sent):
        said = honest(method, path, query, sent)
        if "issueCreate" in sent["query"] and not heard:
            heard.append(sent)
            raise ConnectionError
        return said

    return answer


async def test_a_worker_that_died_over_the_call_is_followed_by_one_that_looks_first(shop, watch):
    await create(shop, watch)
    # as it was while the call was out: marked, and nothing known of the issue
    lost = {"issue": None, "key": "", "url": "", "item_status": None, "issue_state": None, "wish": {"language": "en"}}
    due = {"state": "pending", "next_dispatch_at": 0}
    await TrackerLink.get_pymongo_collection().update_one({"item": shop.item}, {"$set": lost | due})
    await shop.engine.settle()
    assert len(shop.provider.made()) == 1
    assert (await link(shop))["key"] == shop.provider.key


async def test_the_issue_is_found_among_many_that_came_since(shop, watch):
    await create(shop, watch)
    (mine,) = shop.provider.issues.values()
    foreign = {f"9{n}": shop.provider.foreign(n) for n in range(150)}
    shop.provider.issues = foreign | {"0": mine}
    lost = {"issue": None, "item_status": None, "wish": {"language": "en"}, "state": "pending", "next_dispatch_at": 0}
    await TrackerLink.get_pymongo_collection().update_one({"item": shop.item}, {"$set": lost})
    await shop.engine.settle()
    assert len(shop.provider.made()) == 1
    assert (await link(shop))["key"] == shop.provider.key


async def test_an_address_that_nobody_opened_is_not_called(shop, watch, settings):
    await service.create(shop.workspace, shop.item, shop.tracker, Wish(language="en"), by="mem_kim", now=watch())
    await syncing.sync([link_id(shop.item)], settings=settings, clock=watch, chance=lambda: 0.0)
    assert ((await link(shop))["trouble"], shop.provider.calls) == ("address", [])


async def test_what_customers_said_goes_along_redacted_unless_somebody_leaves_it_out(shop, watch):
    said = {"submission_id": "s", "text": "login crash, write to kim@acme.test", "channel": "sms", "customer": "c-1"}
    id_ = (await shop.caller.http.post("/v1/feedback", json=said)).json()["id"]
    await shop.engine.settle()
    await BacklogItem.get_pymongo_collection().update_one({"_id": shop.item}, {"$set": {"quotes": [id_]}})
    silent = await service.draft(
        shop.workspace, shop.item, Wish(language="ko", quoted=False), public_url="https://voc.test/"
    )
    assert (silent.quotes, silent.who) == ((), "활동 고객 50명 가운데 9명이 말했습니다.")
    await create(shop, watch)
    (made,) = shop.provider.made()
    assert "login crash, write to" in str(made).replace("\\", "")
    assert "kim@" not in str(made)


async def test_an_item_that_is_gone_gets_no_issue(shop, watch):
    await service.create(shop.workspace, shop.item, shop.tracker, Wish(language="en"), by="mem_kim", now=watch())
    await BacklogItem.get_pymongo_collection().delete_one({"_id": shop.item})
    await shop.engine.settle()
    assert (shop.provider.made(), await queries.link(shop.workspace, shop.item)) == ([], None)


async def test_an_item_whose_theme_is_gone_keeps_its_link_and_says_why(shop, watch):
    await service.create(shop.workspace, shop.item, shop.tracker, Wish(language="en"), by="mem_kim", now=watch())
    await Theme.get_pymongo_collection().delete_many({"workspace": shop.workspace})
    await shop.engine.settle()
    stored = await link(shop)
    assert (stored["trouble"], stored["trouble_detail"], stored["state"]) == ("stopped", "No such theme.", "done")
    assert shop.provider.made() == []


async def test_what_is_unlinked_during_the_look_changes_nothing_any_more(shop, watch):
    async def unlinked():
        await service.unlink(shop.workspace, shop.item, by="mem_kim", now=watch())

    await shop.decide(status="in_progress")
    await create(shop, watch)
    shop.provider.close()
    shop.provider.meanwhile.append(unlinked)
    await service.refresh(shop.workspace, shop.item, now=watch())
    await shop.engine.settle()
    item = await shop.read()
    assert (item["status"], item["tracker_url"]) == ("in_progress", None)
    await service.link(shop.workspace, shop.item, shop.tracker, shop.provider.key, by="mem_kim", now=watch())
    shop.provider.meanwhile.append(unlinked)
    await shop.engine.settle()
    assert (await shop.read())["tracker_url"] is None
    assert await queries.link(shop.workspace, shop.item) is None


async def test_a_parked_link_is_listed_and_tried_again(app, shop, watch):
    await create(shop, watch)
    failed = {"state": "parked", "attempts": 5, "trouble": "stopped", "last_error": "killed"}
    await TrackerLink.get_pymongo_collection().update_one({"item": shop.item}, {"$set": failed})
    async with member(app, shop.workspace, watch, Role.product) as person:
        shown = (await person.http.get("/feedback/parked")).text
        assert "killed" in shown
        assert (await link(shop))["issue_title"] in unescape(shown)
        answer = await person.send("/feedback/parked", {})
        assert answer.headers["location"].endswith("retried=1")
    await shop.engine.settle()
    stored = await link(shop)
    assert (stored["state"], stored["trouble"]) == ("done", None)


async def test_an_issue_that_is_there_is_linked_by_what_people_call_it_and_nothing_moves(shop, watch):
    await shop.decide(status="in_progress")
    await create(shop, watch)
    shop.provider.close()
    await service.unlink(shop.workspace, shop.item, by="mem_kim", now=watch())
    assert (await shop.read())["tracker_url"] is None
    await service.link(shop.workspace, shop.item, shop.tracker, shop.provider.key, by="mem_kim", now=watch())
    await shop.engine.settle()
    stored = await link(shop)
    assert (stored["issue_state"], (await shop.read())["status"]) == ("done", "in_progress")
    assert (await shop.read())["tracker_url"] == stored["url"]
    await shop.decide(status="shipped")
    await shop.engine.settle()
    assert shop.provider.state() == CLOSED[shop.provider.kind]


async def test_what_passes_is_tried_again_and_then_it_is_well(shop, watch):
    shop.provider.told += [ConnectionError()] * 2
    await create(shop, watch)
    stored = await link(shop)
    assert (stored["trouble"], stored["tries"], stored["state"]) == ("down", 1, "pending")
    for _ in range(2):
        watch.turn(timedelta(minutes=6))
        await shop.engine.settle()
    stored = await link(shop)
    assert (stored["trouble"], stored["tries"], stored["key"]) == (None, 0, shop.provider.key)
    assert len(shop.provider.issues) == 1


REFUSALS = {
    "github": [(401, "bad_credentials", "token"), (410, "gone", "off"), (422, "invalid", "refused")],
    "gitlab": [(401, "unauthorized", "token"), (403, "insufficient_scope", "forbidden"), (400, "invalid", "refused")],
    "jira": [(400, "invalid", "refused")],
    "linear": [(401, "unauthenticated", "token"), (200, "unauthenticated", "token"), (400, "invalid", "refused")],
}


async def test_what_does_not_pass_is_told_and_left_until_somebody_tries_again(shop, watch):
    for status, name, reason in REFUSALS[shop.provider.kind]:
        shop.provider.say(status, name)
        await create(shop, watch)
        stored = await link(shop)
        assert (stored["trouble"], stored["state"]) == (reason, "done")
        watch.turn(timedelta(days=2))
        await shop.engine.settle()
        assert not shop.provider.issues
        await service.unlink(shop.workspace, shop.item, by="mem_kim", now=watch())
    shop.provider.say(REFUSALS[shop.provider.kind][0][0], REFUSALS[shop.provider.kind][0][1])
    await create(shop, watch)
    await service.refresh(shop.workspace, shop.item, now=watch())
    await shop.engine.settle()
    assert (await link(shop))["trouble"] is None
    assert len(shop.provider.issues) == 1


async def test_an_event_that_comes_during_the_look_is_not_lost(shop, watch):
    await shop.decide(status="in_progress")
    await create(shop, watch)

    async def moved_in_between():
        shop.provider.close()
        assert (await shop.hook()).status_code == 204

    shop.provider.meanwhile.append(moved_in_between)
    await service.refresh(shop.workspace, shop.item, now=watch())
    await shop.engine.settle()
    assert (await shop.read())["status"] == "shipped"


async def test_items_without_an_issue_cost_one_look(shop):
    await shop.decide(status="planned")
    await shop.engine.settle()
    row = await ItemWork.get_pymongo_collection().find_one({"_id": shop.item})
    assert not row["untracked"]
    assert shop.provider.calls == []
