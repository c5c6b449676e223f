"""The pages of customers: what they show to whom, and what their forms do."""

import re
from datetime import timedelta
from typing import Any

import pytest

from tests.people import member
from tests.surveying import publish, response
from voc.accounts.domain import Role
from voc.channels.delivery import Never, deliver
from voc.channels.documents import Delivery
from voc.channels.domain import Channel, Purpose, Status
from voc.channels.outgoing import Content, Draft, Origin, queue
from voc.customers import suppression
from voc.settings import Settings
from voc.signals import taking
from voc.signals.documents import Signal


async def somebody(caller: Any, **fields: Any) -> str:
    """A customer with a past."""
    attributes = {"email": "kim@example.test", "plan": "Team", "account": "Hanbit & Co/서울", "sales:owner": "Lee"}
    body = {"id": "u1", "name": "<b>김하나</b>", "attributes": attributes} | fields
    return str((await caller.http.post("/v1/customers", json=body)).json()["id"])


async def test_a_page_shows_everything_and_escapes_it(caller: Any, app: Any, watch: Any) -> None:
    me, survey = await somebody(caller), await publish(caller)
    said = {"submission_id": "f1", "text": "<script>alert(1)</script>", "channel": "chat", "customer": "u1"}
    await caller.http.post("/v1/feedback", json=said)
    await caller.http.post("/v1/responses", json=response(survey, answers={"nps": 4, "why": "느려요"}, customer="u1"))
    paid = {"kind": "paid", "fields": {"amount": 49000, "currency": "KRW"}}
    await caller.http.post(f"/v1/customers/{me}/events", json=paid)
    async with member(app, caller.workspace, watch) as colleague:
        shown = (await colleague.http.get(f"/customers/{me}")).text
        for text in (
            "&lt;b&gt;김하나",
            "&lt;script&gt;alert(1)",
            "After delivery",
            "느려요",
            "49,000 KRW",
            "sales",
            "k•••@",
        ):
            assert text in shown, text
        for text in ("<script>alert", "<b>김하나", "kim@example.test"):
            assert text not in shown, text
        assert "49,000" not in (await colleague.http.get(f"/customers/{me}?q=느려")).text
        only = (
            await colleague.http.get(
                f"/customers/{me}?kind=response", headers={"hx-request": "true", "hx-target": "history"}
            )
        ).text
        assert "느려요" in only
        assert "<html" not in only
        assert "49,000" not in only
        panel = (await colleague.http.get(f"/customers/{me}", headers={"hx-request": "true"})).text
        assert "Open the whole page" in panel
        assert "<form" not in panel
        for path in ("/customers", "/customers?q=kim@example.test", "/customers?account=Hanbit %26 Co/서울"):
            assert "&lt;b&gt;김하나" in (await colleague.http.get(path)).text, path
        account = re.search(r'href="(/customers/account[^"]+)"', shown)
        assert account
        assert "1 person of this account" in (await colleague.http.get(account[1].replace("&amp;", "&"))).text


async def test_older_entries_come_on_the_next_page(caller: Any, app: Any, watch: Any) -> None:
    me = await somebody(caller)
    for number in range(35):
        watch.turn(timedelta(hours=1))
        await caller.http.post(f"/v1/customers/{me}/events", json={"kind": f"step_{number}"})
    async with member(app, caller.workspace, watch) as colleague:
        first = (await colleague.http.get(f"/customers/{me}")).text
        older = re.search(r'href="(/customers/[^"]*cursor=[^"]+)"', first)
        assert older
        second = (await colleague.http.get(older[1].replace("&amp;", "&"))).text
        found = [set(re.findall(r"step (\d+)", page)) for page in (first, second)]
        assert [len(each) for each in found] == [30, 5]
        assert found[0] | found[1] == {str(number) for number in range(35)}


async def test_contacts_are_shown_to_who_may_and_it_is_noted(caller: Any, app: Any, watch: Any) -> None:
    me = await somebody(caller)
    async with member(app, caller.workspace, watch, Role.analyst) as viewer:
        page = (await viewer.http.get(f"/customers/{me}")).text
        assert "/reveal" not in page
        form = (await viewer.http.get("/customers")).text
        token = re.search(r'name="_csrf_token" value="(\w+)"', form)
        assert token
        refused = await viewer.http.post(f"/customers/{me}/reveal", data={"_csrf_token": token[1]})
        assert refused.status_code == 403
    async with member(app, caller.workspace, watch, Role.product) as colleague:
        answer = await colleague.send(f"/customers/{me}/reveal", {}, form=f"/customers/{me}")
        assert (answer.status_code, answer.headers["cache-control"]) == (200, "no-store")
        assert "kim@example.test" in answer.text
    entries = (await caller.http.get(f"/v1/customers/{me}/timeline")).json()["items"]
    assert [each["fields"]["happened"] for each in entries] == ["contacts_revealed"]


async def test_forms_change_what_they_say(caller: Any, app: Any, watch: Any) -> None:
    me = await somebody(caller)
    async with member(app, caller.workspace, watch) as colleague:

        async def send(path: str, **fields: str) -> int:
            return (await colleague.send(f"/customers/{me}/{path}", fields, form=f"/customers/{me}")).status_code

        assert await send("attributes", name="revenue_per_month", value="49000") == 303
        assert await send("attributes", name="plan", value="") == 303
        assert await send("name", name="Kim") == 303
        assert await send("consents", channel="email", purpose="advertising", given="no", text_version="3") == 303
        assert await send("attributes", name="a.b", value="1") == 400
        assert await send("consents", channel="email", purpose="spying", given="no") == 400
        page = (await colleague.http.get(f"/customers/{me}")).text
    read = (await caller.http.get(f"/v1/customers/{me}")).json()
    assert read["name"] == "Kim"
    assert read["attributes"]["revenue_per_month"] == 49000
    assert "plan" not in read["attributes"]
    (decision,) = (await caller.http.get(f"/v1/customers/{me}/consents")).json()["items"]
    assert (decision["given"], decision["text_version"]) == (False, "3")
    assert 'class="refused"' in page


async def test_an_address_is_stopped_and_allowed_again(caller: Any, app: Any, watch: Any) -> None:
    me = await somebody(caller)
    async with member(app, caller.workspace, watch) as colleague:
        for path, there in (("suppress", True), ("lift", False)):
            page = (await colleague.http.get(f"/customers/{me}")).text
            address = re.search(r'name="address" value="(\w+)"', page)
            assert address
            await colleague.send(f"/customers/{me}/{path}", {"address": address[1]}, form=f"/customers/{me}")
            found = await suppression.suppressed(caller.workspace, "email", ["kim@example.test"])
            assert bool(found) is there
        wrong = await colleague.send(f"/customers/{me}/suppress", {"address": "idn_x"}, form=f"/customers/{me}")
        assert wrong.status_code == 404


async def test_a_merge_offers_its_undo(caller: Any, app: Any, watch: Any) -> None:
    me = await somebody(caller)
    other = (await caller.http.post("/v1/customers", json={"id": "u2", "name": "<b>김하나</b>"})).json()["id"]
    async with member(app, caller.workspace, watch) as colleague:
        page = (await colleague.http.get(f"/customers/{me}?other=u2")).text
        assert page.count(f'value="{other}"') >= 2, "suggested, and found"
        done = await colleague.send(f"/customers/{me}/merge", {"other": other}, form=f"/customers/{me}")
        assert done.headers["location"] == f"/customers/{me}?merged={other}"
        assert "Undo" in (await colleague.http.get(done.headers["location"])).text
        assert (await caller.http.get(f"/v1/customers/{me}")).json()["members"] == [me, other]
        await colleague.send(f"/customers/{me}/unmerge", {"other": other}, form=f"/customers/{me}")
        assert (await caller.http.get(f"/v1/customers/{me}")).json()["members"] == [me]


async def test_a_reply_goes_out_once_however_often_its_form_is_sent(caller: Any, app: Any, watch: Any) -> None:
    me = await somebody(caller)
    async with member(app, caller.workspace, watch) as colleague:
        page = (await colleague.http.get(f"/customers/{me}")).text
        shown = re.search(r'name="submission_id" value="(\w+)"', page)
        assert shown
        fields = {"text": "We are on it", "channel": "email", "submission_id": shown[1]}
        for _ in range(2):
            sent = await colleague.send(f"/customers/{me}/say", fields, form=f"/customers/{me}")
            assert sent.status_code == 303
        nowhere = await colleague.send(f"/customers/{me}/say", fields | {"channel": "sms"}, form=f"/customers/{me}")
        assert nowhere.status_code == 409
        assert "We are on it" in (await colleague.http.get(f"/customers/{me}")).text
    rows = await Delivery.get_pymongo_collection().find({"workspace": caller.workspace}).to_list()
    assert [(row["purpose"], row["content"]["text"]) for row in rows] == [("reply", "We are on it")]


async def test_nobody_writes_to_an_address_that_has_refused(caller: Any, app: Any, watch: Any) -> None:
    me = await somebody(caller, attributes={"email": "kim@example.test", "phone": "+82 10-1234-5678"})
    async with member(app, caller.workspace, watch) as colleague:
        here, fields = f"/customers/{me}", {"text": "Hello", "channel": "email", "submission_id": "s1234567"}
        await suppression.suppress(caller.workspace, "email", "kim@example.test", "unsubscribed", now=watch())
        page = (await colleague.http.get(here)).text
        assert re.search(r'value="email" disabled>[^<]*unsubscribed', page)
        assert 'value="sms">' in page
        answer = await colleague.send(f"{here}/say", fields, form=here)
        assert answer.headers["location"] == f"{here}?unsent=unsubscribed"
        assert "Nothing was sent" in (await colleague.http.get(answer.headers["location"])).text
        assert not await Delivery.get_pymongo_collection().find({"workspace": caller.workspace}).to_list()
        either = await colleague.send(f"{here}/say", fields | {"channel": ""}, form=here)
        assert either.headers["location"].endswith("sent=1")
        (row,) = await Delivery.get_pymongo_collection().find({"workspace": caller.workspace}).to_list()
        assert row["channel"] == "sms"
        await suppression.suppress(caller.workspace, "phone", "+821012345678", "refused", now=watch())
        page = (await colleague.http.get(here)).text
        assert 'name="text" rows' not in page
        assert "None of their addresses" in page


async def test_the_line_of_time_speaks_in_words(caller: Any, app: Any, watch: Any, settings: Settings) -> None:
    me = await somebody(caller)
    signal = {"submission_id": "s1234567", "name": "order_delivered", "customer": {"id": "u1"}, "fields": {"total": 3}}
    assert (await caller.http.post("/v1/signals", json=signal)).status_code == 202
    (kept,) = await Signal.get_pymongo_collection().find({"workspace": caller.workspace}).to_list()
    await taking.take([kept["_id"]], now=watch(), work=settings.work)
    draft = Draft(
        origin=Origin(kind="invitation", id="inv_1", step="1"),
        channel=Channel.email,
        address="kim@example.test",
        purpose=Purpose.survey,
        customer=me,
        content=Content(text="Hello"),
    )

    async def asked_lately(rows: Any, now: Any) -> Any:
        return {row["_id"]: Never(status=Status.withheld, reason="frequency") for row in rows}

    await deliver(
        await queue(caller.workspace, [draft], now=watch()), gate=asked_lately, settings=settings, clock=watch
    )
    async with member(app, caller.workspace, watch) as colleague:
        consent = {"channel": "email", "purpose": "advertising", "given": "yes"}
        await colleague.send(f"/customers/{me}/consents", consent, form=f"/customers/{me}")
        page = (await colleague.http.get(f"/customers/{me}")).text
        assert "Was asked this survey not long ago" in page
        assert re.search(r"<b>Signal</b> <span>order_delivered</span> <span>total: 3</span>", page)
        assert "</b> · Kim" in page
        for raw in ("(frequency)", "signal name", "mem_"):
            assert raw not in page, raw
        gone = await colleague.http.get("/customers/cus_x", headers={"accept-language": "ko"})
        assert (gone.status_code, "이런 고객은 없습니다." in gone.text) == (404, True)


@pytest.mark.parametrize("path", ["", "/erase"])
async def test_strangers_and_other_workspaces_see_nothing(
    path: str, caller: Any, new_caller: Any, app: Any, watch: Any
) -> None:
    me, elsewhere = await somebody(caller), await new_caller()
    async with member(app, elsewhere.workspace, watch, Role.admin) as foreigner:
        answer = await foreigner.http.get(f"/customers/{me}{path}")
        assert answer.status_code == 404
        assert "김하나" not in answer.text
        assert "김하나" not in (await foreigner.http.get("/customers")).text
    async with member(app, caller.workspace, watch, Role.analyst) as viewer:
        assert (await viewer.http.get(f"/customers/{me}{path}")).status_code == (403 if path else 200)
