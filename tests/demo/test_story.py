"""The demo shows people on every channel, what they were sent and asked, and what became of it."""

from collections import Counter
from datetime import UTC, datetime, timedelta

import pytest
import pytest_asyncio

from tests.people import member
from voc.accounts import service as accounts
from voc.channels import service as channels
from voc.channels.documents import Delivery, Message
from voc.clock import stamp
from voc.conversations.documents import Conversation
from voc.conversations.sealing import run_of
from voc.customers.documents import Customer, CustomerEvent
from voc.customers.domain import customer_id
from voc.demo import campaign, people, seed, shop
from voc.demo.talks import Talks, threads
from voc.invitations.documents import Invitation
from voc.queue import TASKS, Context, Task
from voc.responses.documents import Response

TWILIO = {"account_sid": "AC" + "0" * 32, "auth_token": "secret", "sender": "+12025550100"}
NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
PEOPLE = {each.ref: each for each in shop.customers()}


class Story:
    """A workspace that the whole story was told in, over HTTP."""

    def __init__(self, caller, settings):
        self.caller, self.workspace, self.settings = caller, caller.workspace, settings

    async def get(self, path, **query):
        answer = await self.caller.http.get(path, params=query)
        assert answer.status_code == 200, answer.text
        return answer.json()

    async def rows(self, model):
        return await model.get_pymongo_collection().find({"workspace": self.workspace}).to_list()


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def told(database, settings):
    """A workspace that the story was told in; tests change nothing that others look at."""
    import voc.worker  # noqa: F401  declares the tasks

    workspace = (await accounts.create_workspace("Moa Market", now=NOW)).id
    await seed.tell(workspace, settings, now=NOW)
    await seed.fill(workspace, now=NOW)
    await TASKS[Task.count_invitations]([], Context(settings=settings, clock=lambda: NOW))
    return workspace


@pytest_asyncio.fixture(loop_scope="session")
async def story(told, new_caller, settings):
    """Somebody who looks at it."""
    return Story(await new_caller(workspace=told), settings)


async def test_customers_have_names_accounts_and_contacts_that_only_we_can_read(story):
    stored = await story.rows(Customer)
    assert sum(bool(row.get("name")) for row in stored) >= len(PEOPLE)
    named = [row.get("attributes", {}).get("account") for row in stored]
    companies = Counter(filter(None, named))
    assert len(companies) >= 8
    assert companies.most_common(1)[0][1] >= 3
    clear = repr(stored) + repr(await story.rows(Message)) + repr(await story.rows(Delivery))
    for each in PEOPLE.values():
        assert not each.phone or each.phone.replace(" ", "").replace("-", "") not in clear


async def test_one_customer_is_heard_on_many_channels(story):
    mine = await story.get(f"/v1/customers/{customer_id(story.workspace, 'c-0055')}")
    assert len(mine["members"]) == 2
    assert mine["attributes"]["plan"] == PEOPLE["c-0055"].plan
    line = (await story.get(f"/v1/customers/{mine['id']}/timeline", limit="100"))["items"]
    assert {each["channel"] for each in line if each["channel"]} >= {"email", "chat", "kakao"}
    assert {each["kind"] for each in line} == {"feedback", "response", "delivery", "event"}
    happened = {each["fields"]["happened"] for each in line if each["kind"] == "event"}
    assert happened >= {"paid", "consent", "merged", "attributes_changed"}


async def test_nothing_is_left_to_do_and_nothing_was_sent_outside(story):
    sent = await story.rows(Delivery)
    assert {row["adapter"] for row in sent if row["adapter"]} == {"email.outbox", "sms.outbox", "chat.outbox"}
    assert {row["state"] for row in [*sent, *await story.rows(Message)]} == {"done"}
    assert not any(row["last_error"] for row in sent if row["status"] in ("sent", "delivered", "opened"))
    assert Counter(row["status"] for row in sent)["held"] == 1


async def test_everything_happened_before_now(story):
    for row in await story.rows(Delivery):
        assert all(step["at"] <= NOW.timestamp() * 1000 for step in row["history"])
    assert all(
        row["at"] <= NOW.timestamp() * 1000 for row in [*await story.rows(Message), *await story.rows(CustomerEvent)]
    )
    assert all(row["last_at"] <= NOW.timestamp() * 1000 for row in await story.rows(Conversation))


async def test_surveys_were_asked_by_text_message(story):
    answered = {row["submission_id"]: row for row in await story.rows(Response) if row["channel"] == "sms"}
    assert answered["demo-talk-ko"]["answers"] == {"nps": 9, "why": "느려요"}
    assert answered["demo-talk-en"]["answers"]["nps"] == 8
    assert answered["demo-talk-en"]["answers"]["area"] == "app"
    assert answered["demo-talk-ko"]["finished"]
    assert answered["demo-talk-en"]["finished"]
    states = Counter(row["run"]["state"] for row in await story.rows(Conversation) if row["run"])
    assert states == {"finished": 2, "opted-out": 1, "asked": 1}


async def test_a_closed_work_order_has_begun_a_conversation_that_waits_for_its_next_answer(story):
    rules = (await story.get("/v1/signals/rules"))["items"]
    assert [(each["name"], each["channels"]) for each in rules] == [("work_order.closed", ["sms"])]
    (open_,) = [row for row in await story.rows(Conversation) if row["run"] and row["run"]["state"] == "asked"]
    run = run_of(open_)
    assert run is not None
    assert (run.answers, run.at) == ({"satisfied": 4}, "solved")


async def test_a_refusal_is_confirmed_and_holds(story):
    person = await story.get(f"/v1/customers/{customer_id(story.workspace, 'c-0121')}/timeline", limit="100")
    notices = [each for each in person["items"] if each["kind"] == "delivery" and each["fields"]["purpose"] == "notice"]
    assert len(notices) == 1
    assert "모아상점" in notices[0]["text"]


async def test_two_campaigns_show_a_funnel_and_a_draft(story):
    items = {each["name"]: each for each in (await story.get("/v1/campaigns"))["items"]}
    assert {each["state"] for each in items.values()} == {"done", "draft"}
    done, became = items[campaign.FINISHED], Counter(each["became"] for each in campaign.invited())
    steps = list(done["funnel"].values())
    assert done["people"] == sum(became.values())
    assert steps == sorted(steps, reverse=True)
    assert done["funnel"]["completed"] == became["completed"]
    assert done["funnel"]["started"] == became["completed"] + became["started"]
    for name in ("withheld", "bounced", "complained", "unsubscribed"):
        assert done["states"][name] == became[name], done["states"]
    found = (await story.get("/v1/invitations", campaign=done["id"], state="withheld"))["items"]
    assert {each["reason"] for each in found} == {"no-address", "suppressed", "refused"}


async def test_somebody_may_be_the_same_person(story):
    known = await story.get(f"/v1/customers/{customer_id(story.workspace, 'c-0090')}/explain")
    assert [each["why"] for each in known["suggestions"]] == ["same_name"]


async def test_pages_show_it(story, app, watch):
    customer = customer_id(story.workspace, "c-0055")
    async with member(app, story.workspace, watch) as browser:

        async def page(path):
            answer = await browser.http.get(path)
            assert answer.status_code == 200, answer.text
            return answer.text

        assert "임예린" in await page("/customers?q=임예린")
        assert "환불은 오늘 카드사에 접수했고" in await page(f"/customers/{customer}")
        assert "상민 님, 이번 주 채소 상자는" in await page("/outbox?status=held")


async def test_who_left_is_known_with_the_day(story):
    known = [row.get("attributes", {}).get("churned_at") for row in await story.rows(Customer)]
    days = [(NOW - timedelta(days=day)).date().isoformat() for _, day in people.LEFT]
    assert sorted(filter(None, known)) == sorted(days)


async def test_telling_it_again_changes_nothing(story):
    before = {model: await story.rows(model) for model in (Customer, CustomerEvent, Delivery, Message, Conversation)}
    await seed.tell(story.workspace, story.settings, now=NOW + timedelta(hours=3))
    for model, rows in before.items():
        assert await story.rows(model) == rows


async def test_a_story_that_is_cut_off_is_told_to_its_end(told, settings, monkeypatch):
    workspace = (await accounts.create_workspace("Cut off", now=NOW)).id
    heard, whole = [], Talks.tell

    async def until_it_is_killed(talks, thread):
        if len(heard) == 9:
            raise KeyboardInterrupt
        heard.append(thread.id)
        await whole(talks, thread)

    monkeypatch.setattr(Talks, "tell", until_it_is_killed)
    with pytest.raises(KeyboardInterrupt):
        await seed.tell(workspace, settings, now=NOW)
    assert not await people.has_paid(workspace, shop.customers())
    monkeypatch.undo()
    await seed.tell(workspace, settings, now=NOW + timedelta(minutes=20))
    assert await people.has_paid(workspace, shop.customers())
    for model in (Message, Conversation, Delivery):
        assert await outline(model, workspace) == await outline(model, told)


async def outline(model, workspace):
    """How many records stand where, whatever their times and ids."""
    rows = await model.get_pymongo_collection().find({"workspace": workspace}).to_list()
    kept = ("channel", "state", "status", "purpose", "masked")
    return Counter(tuple(row[name] for name in kept if name in row) for row in rows)


async def test_who_has_connected_a_provider_gets_no_made_up_messages(database, settings):
    workspace = (await accounts.create_workspace("Real", now=NOW)).id
    await channels.connect(workspace, "sms.twilio", TWILIO, now=NOW)
    await seed.tell(workspace, settings, now=NOW)
    assert not await Delivery.get_pymongo_collection().count_documents({"workspace": workspace})


async def test_nothing_that_a_worker_meets_meanwhile_is_due(story):
    """Else the demo would look different whenever it is started."""
    invitations = await story.rows(Invitation)
    campaign_ones = [row for row in invitations if row["campaign"] and row["state"] == "pending"]
    assert campaign_ones
    assert min(row["next_dispatch_at"] for row in campaign_ones) > stamp(NOW)
    waiting = [row for row in await story.rows(Conversation) if row["state"] == "pending"]
    assert len(waiting) == 1
    assert waiting[0]["next_dispatch_at"] > stamp(NOW)


def test_a_thread_is_over_whenever_the_demo_is_started():
    for hour in range(24):
        now = NOW.replace(hour=hour, minute=23)
        for thread in threads(PEOPLE, now):
            times = [thread.begins_at + timedelta(minutes=step["after"]) for step in thread.steps]
            assert times == sorted(times)
            assert times[-1] <= now
