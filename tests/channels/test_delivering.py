"""Every message goes out once: whatever the provider does, and wherever we stop."""

import asyncio
from collections.abc import AsyncIterator, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

import pytest
import pytest_asyncio

from tests.people import member
from tests.providers import Provider, provider
from voc.accounts.domain import Role
from voc.channels import contents, held, queries, reports, service
from voc.channels.delivery import Go, Later, Never, Verdict, deliver, only_suppression
from voc.channels.documents import Delivery
from voc.channels.domain import Channel, Purpose, Refusal, Status, StatusUpdate
from voc.channels.outgoing import REWRITTEN, Content, Draft, Origin, OriginKind, queue
from voc.customers import suppression
from voc.settings import Settings

TO = "+821012345678"


class Sending:
    """A workspace with an SMS provider."""

    def __init__(self, workspace: str, settings: Settings, watch: Any, provider: Provider) -> None:
        self.workspace, self.settings, self.watch, self.provider = workspace, settings, watch, provider

    async def queue(self, step: str = "1", text: str = "Hello", **fields: Any) -> str:
        """One message in the queue."""
        draft = Draft(
            origin=Origin(kind="reply", id="cnv_1", step=step),
            channel=Channel.sms,
            address=TO,
            purpose=Purpose.reply,
            content=Content(text=text),
        ).model_copy(update=fields)
        return (await queue(self.workspace, [draft], now=self.watch()))[0]

    async def deliver(self, *ids: str, gate: Any = only_suppression) -> int:
        """One round of the worker."""
        return await deliver(ids, gate=gate, settings=self.settings, clock=self.watch)

    async def status(self, id_: str) -> Status:
        """Where a delivery stands."""
        return Status((await queries.delivery(self.workspace, id_))["status"])


@pytest_asyncio.fixture(loop_scope="session")
async def sms(caller: Any, settings: Settings, watch: Any) -> AsyncIterator[Sending]:
    """Sends through a provider on loopback that does what the text of a message says."""
    async with provider(lambda body: body["text"] if body["text"] in ("busy", "no", "odd", "drop") else "ok") as made:
        config = {"url": made.url, "fields": "to={to}\nfrom={from}\ntext={text}\nid={id}", "id_field": "id"}
        await service.connect(caller.workspace, "sms.http", config, now=watch())
        yield Sending(caller.workspace, settings, watch, made)


async def test_what_is_queued_twice_is_sent_once(sms: Sending) -> None:
    first, again = await sms.queue(), await sms.queue(text="Other words")
    assert first == again
    await asyncio.gather(sms.deliver(first), sms.deliver(first))
    await sms.deliver(first)
    assert [each["text"] for each in sms.provider.taken] == ["Hello"]
    assert await sms.status(first) == Status.sent


@pytest.mark.parametrize(
    ("answer", "status", "taken"),
    [("no", Status.failed, 0), ("busy", Status.queued, 0), ("odd", Status.sent, 1), ("drop", Status.held, 1)],
)
async def test_an_outcome_decides_what_comes_next(sms: Sending, answer: str, status: Status, taken: int) -> None:
    id_ = await sms.queue(text=answer)
    for _ in range(3):
        await sms.deliver(id_)
        sms.watch.turn(timedelta(minutes=20))
    assert await sms.status(id_) == status
    assert len(sms.provider.taken) == taken


async def test_a_provider_that_stays_away_ends_in_failure(sms: Sending) -> None:
    id_ = await sms.queue(text="busy")
    for _ in range(10):
        await sms.deliver(id_)
        sms.watch.turn(timedelta(minutes=20))
    row = await queries.delivery(sms.workspace, id_)
    assert (row["status"], row["state"]) == (Status.failed, "parked")
    assert sms.provider.asked == sms.settings.work.attempts_limit


async def test_what_was_being_sent_when_we_were_killed_is_held(sms: Sending) -> None:
    id_ = await sms.queue()

    class Killed(BaseException):
        """Ends everything."""

    async def gate(rows: Sequence[dict[str, Any]], now: datetime) -> Mapping[str, Verdict]:
        marked = {"$set": {"status": Status.sending.value, "adapter": "sms.http"}}
        await Delivery.get_pymongo_collection().update_one({"_id": id_}, marked)
        raise Killed

    with pytest.raises(Killed):
        await sms.deliver(id_, gate=gate)
    sms.watch.turn(timedelta(minutes=5))
    await sms.deliver(id_)
    assert await sms.status(id_) == Status.held
    assert sms.provider.taken == []
    await held.resend(sms.workspace, id_, now=sms.watch())
    await sms.deliver(id_)
    assert await sms.status(id_) == Status.sent
    with pytest.raises(held.NotHeld):
        await held.settle(sms.workspace, id_, now=sms.watch())


async def test_a_provider_that_drops_repeats_is_called_again(sms: Sending) -> None:
    config = {"url": sms.provider.url, "drops_repeats": True, "fields": "text={text}\nid={id}"}
    await service.connect(sms.workspace, "sms.http", config, now=sms.watch())
    id_ = await sms.queue()
    marked = {"$set": {"status": Status.sending.value, "adapter": "sms.http"}}
    await Delivery.get_pymongo_collection().update_one({"_id": id_}, marked)
    await sms.deliver(id_)
    assert await sms.status(id_) == Status.sent


async def test_nothing_goes_to_who_has_refused_but_the_confirmation(sms: Sending) -> None:
    await suppression.suppress(sms.workspace, "phone", TO, "refused", now=sms.watch())
    reply, notice = await sms.queue("1"), await sms.queue("2", purpose=Purpose.notice)
    await sms.deliver(reply, notice)
    assert (await sms.status(reply), await sms.status(notice)) == (Status.withheld, Status.sent)
    assert len(sms.provider.taken) == 1


async def test_the_gate_decides_last(sms: Sending) -> None:
    later, never, go = await sms.queue("1"), await sms.queue("2"), await sms.queue("3", content=None)
    at = sms.watch() + timedelta(hours=9)

    async def gate(rows: Sequence[dict[str, Any]], now: datetime) -> Mapping[str, Verdict]:
        return {
            later: Later(at=at),
            never: Never(status=Status.expired, reason="answered meanwhile"),
            go: Go(content=Content(text="Made now")),
        }

    assert await sms.deliver(later, never, go, gate=gate) == 1
    assert [each["text"] for each in sms.provider.taken] == ["Made now"]
    assert await sms.status(never) == Status.expired
    row = await queries.delivery(sms.workspace, later)
    assert (row["status"], row["attempts"]) == (Status.queued, 0)
    assert row["next_dispatch_at"] == int(at.timestamp() * 1000)


KEY = "d2uyutjlat57k4yjis7f64t76t"


@pytest.mark.parametrize("kind", REWRITTEN)
async def test_personal_links_are_not_kept_of_what_somebody_has(sms: Sending, kind: OriginKind) -> None:
    id_ = await sms.queue(content=None, origin=Origin(kind=kind, id="inv_1", step="1"))
    links = " ".join(f"http://voc.test/{way}/{KEY}" for way in "filu")
    content = Content(text=f"Answer: {links}?a=9", headers={"List-Unsubscribe": f"<http://voc.test/u/{KEY}>"})
    sms.provider.answer = lambda _: "busy"

    async def gate(rows: Sequence[dict[str, Any]], now: datetime) -> Mapping[str, Verdict]:
        return {id_: Go(content=content)}

    await sms.deliver(id_, gate=gate)
    for status in (Status.queued, Status.sent):
        assert await sms.status(id_) == status
        row = await queries.delivery(sms.workspace, id_)
        assert row["content"]["text"].endswith("/u/…?a=9")
        assert KEY not in str(row)
        sms.provider.answer = lambda _: "ok"
        sms.watch.turn(timedelta(minutes=20))
        await sms.deliver(id_, gate=gate)
    assert sms.provider.taken[0]["text"] == content.text


async def test_what_is_personal_in_what_the_gate_writes_is_sealed(sms: Sending) -> None:
    id_ = await sms.queue(content=None, origin=Origin(kind="outcome", id="inv_1", step="1"))

    async def gate(rows: Sequence[dict[str, Any]], now: datetime) -> Mapping[str, Verdict]:
        return {id_: Go(content=Content(text=f"You said: call me on 010-9876-5432. http://voc.test/f/{KEY}"))}

    await sms.deliver(id_, gate=gate)
    row = await queries.delivery(sms.workspace, id_)
    assert "9876" not in str(row)
    opened = contents.opened(row)
    assert opened
    assert opened["text"] == "You said: call me on 010-9876-5432. http://voc.test/f/…"


async def test_reports_lead_only_further(sms: Sending) -> None:
    id_ = await sms.queue()
    await sms.deliver(id_)
    for status in (Status.delivered, Status.sent, Status.clicked, Status.opened, Status.delivered):
        update = StatusUpdate(event_id=status.value, provider_id=f"p-{id_}", status=status)
        assert await reports.note(sms.workspace, "sms.http", update, now=sms.watch()) == id_
    row = await queries.delivery(sms.workspace, id_)
    assert [each["status"] for each in row["history"]] == ["queued", "sent", "delivered", "clicked"]


async def test_a_report_that_overtakes_the_providers_answer_stays(sms: Sending) -> None:
    id_ = await sms.queue()

    def answer(body: dict[str, Any]) -> str:
        # the report is stored before the provider answers
        sms.provider.answer = lambda _: "ok"
        return "ok"

    sms.provider.answer = answer

    async def gate(rows: Sequence[dict[str, Any]], now: datetime) -> Mapping[str, Verdict]:
        async def overtake() -> None:
            while await sms.status(id_) != Status.sending:
                await asyncio.sleep(0)
            update = StatusUpdate(event_id="1", delivery=id_, status=Status.delivered)
            await reports.note(sms.workspace, "sms.http", update, now=sms.watch())

        sms.overtaking = asyncio.create_task(overtake())  # type: ignore[attr-defined]
        return await only_suppression(rows, now)

    await sms.deliver(id_, gate=gate)
    await sms.overtaking  # type: ignore[attr-defined]
    row = await queries.delivery(sms.workspace, id_)
    assert row["status"] == Status.delivered
    assert (row["provider_id"], row["state"]) == (f"p-{id_}", "done")


@pytest.mark.parametrize(
    ("status", "permanent", "silenced"),
    [
        (Status.bounced, True, True),
        (Status.bounced, False, False),
        (Status.complained, False, True),
        (Status.delivered, True, False),
    ],
)
async def test_a_bounce_for_good_silences_the_address(
    sms: Sending, status: Status, permanent: bool, silenced: bool
) -> None:
    id_ = await sms.queue()
    await sms.deliver(id_)
    update = StatusUpdate(event_id="1", delivery=id_, status=status, permanent=permanent)
    await reports.note(sms.workspace, "sms.http", update, now=sms.watch())
    assert bool(await suppression.suppressed(sms.workspace, "phone", [TO])) == silenced


async def test_a_refusal_at_the_provider_counts_here_and_can_be_lifted(sms: Sending) -> None:
    for lifted in (False, True):
        refusal = Refusal(event_id=str(lifted), address="010-1234-5678", lifted=lifted)
        await reports.refuse(sms.workspace, Channel.sms, refusal, now=sms.watch())
        assert bool(await suppression.suppressed(sms.workspace, "phone", [TO])) is not lifted


async def test_another_workspace_cannot_touch_a_delivery(sms: Sending, new_caller: Any) -> None:
    id_ = await sms.queue()
    stranger = await new_caller()
    for method, path in (("GET", ""), ("POST", "/resend"), ("POST", "/settle")):
        answer = await stranger.http.request(method, f"/v1/deliveries/{id_}{path}")
        assert answer.status_code == 404
    assert (await stranger.http.get("/v1/deliveries")).json()["items"] == []


async def test_a_program_connects_a_provider_and_never_reads_its_secret(caller: Any, sms: Sending) -> None:
    body = {"url": "https://sms.example.test/v1", "auth_value": "Bearer very-secret", "fields": "text={text}"}
    made = await caller.http.put("/v1/channels/sms.http", json=body)
    assert made.status_code == 200, made.text
    assert made.json()["webhook_url"] == f"http://voc.test/hooks/sms/http/{caller.workspace}"
    kept = await caller.http.put(
        "/v1/channels/sms.http", json={"url": "https://other.example.test", "fields": "t={text}"}
    )
    assert "very-secret" not in made.text + kept.text + (await caller.http.get("/v1/channels")).text
    adapter = await service.connected(caller.workspace, "sms.http")
    assert adapter.config.auth_value.get_secret_value() == "Bearer very-secret"  # type: ignore[attr-defined]
    assert {each["name"] for each in kept.json()["fields"] if each["set"]} == {"auth_value"}
    assert (await caller.http.put("/v1/channels/sms.http", json={"url": "nowhere"})).status_code == 400
    assert (await caller.http.put("/v1/channels/sms.nobody", json={})).status_code == 404
    assert (await caller.http.delete("/v1/channels/sms.http")).status_code == 204
    assert (await caller.http.get("/v1/channels/sms.http")).json()["connected"] is False


@pytest.mark.parametrize(("secret", "kept"), [({"auth_value": "Bearer very-secret"}, True), ({}, False)])
async def test_a_form_says_that_a_secret_is_kept_only_where_one_is(
    caller: Any, app: Any, watch: Any, secret: dict[str, str], kept: bool
) -> None:
    fields = {"url": "https://sms.example.test/v1", "fields": "text={text}"} | secret
    assert (await caller.http.put("/v1/channels/sms.http", json=fields)).status_code == 200
    async with member(app, caller.workspace, watch, Role.admin) as colleague:
        page = (await colleague.http.get("/settings/channels/sms.http")).text
    assert ("Kept; write a new one to replace it." in page) is kept
    assert "very-secret" not in page


async def test_without_a_provider_the_outbox_keeps_the_message(caller: Any, settings: Settings, watch: Any) -> None:
    draft = Draft(
        origin=Origin(kind="reply", id="cnv_9", step="1"),
        channel=Channel.sms,
        address=TO,
        purpose=Purpose.reply,
        content=Content(text="Nobody gets this"),
    )
    (id_,) = await queue(caller.workspace, [draft], now=watch())
    await deliver([id_], gate=only_suppression, settings=settings, clock=watch)
    shown = (await caller.http.get(f"/v1/deliveries/{id_}")).json()
    assert (shown["status"], shown["adapter"], shown["text"]) == ("sent", "sms.outbox", "Nobody gets this")
    assert TO not in str(shown)
