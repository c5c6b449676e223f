"""The last look: whoever has refused, sleeps, was asked lately or never agreed gets nothing."""

from datetime import UTC, datetime
from typing import Any

import pytest

from tests.providers import provider
from tests.surveying import publish
from voc.asks import policy
from voc.channels import service as channels
from voc.channels.delivery import Go
from voc.customers import consents, merging, suppression
from voc.customers.consents import Decision
from voc.customers.domain import customer_id
from voc.invitations import service
from voc.invitations.gate import gate
from voc.invitations.tokens import submission_of, token_of
from voc.surveys.targeting import Policy

ANN = "id,email,phone,name\nann,ann@example.test,+821012345678,Ann\n"
PHONE = "+821012345678"


async def decide(company: Any, watch: Any, purpose: str, given: bool, channel: str = "sms") -> None:
    decision = Decision(channel=channel, purpose=purpose, given=given)  # type: ignore[arg-type]
    await consents.record(company.workspace, customer_id(company.workspace, "ann"), decision, now=watch())


async def outcome(company: Any, post: Any) -> list[tuple[str, str | None]]:
    """Status of everything that was queued, with the reason."""
    return [(row["status"], row["history"][-1]["reason"]) for row in await post.deliveries(company.workspace)]


def at(post: Any, text: str) -> None:
    post.watch.now = datetime.fromisoformat(text).replace(tzinfo=UTC)


async def test_whoever_is_suppressed_after_queueing_gets_nothing(company: Any, post: Any) -> None:
    await company.rules(quiet_from="00:00", quiet_until="23:00", zone="UTC", country="DE")
    await company.campaign(ANN, channels=["email"])
    at(post, "2026-03-01T12:00")
    await post.settle()
    assert await outcome(company, post) == [("queued", None)]
    await suppression.suppress(company.workspace, "email", "ann@example.test", "unsubscribed", now=post.watch())
    at(post, "2026-03-01T23:00")
    await post.settle()
    assert await outcome(company, post) == [("withheld", "unsubscribed")]


async def test_another_channel_is_taken_where_one_is_suppressed(company: Any, post: Any) -> None:
    await suppression.suppress(company.workspace, "email", "ann@example.test", "bounced", now=post.watch())
    await company.campaign(ANN, channels=["email", "sms"])
    await post.settle()
    assert [row["channel"] for row in await post.sent(company.workspace)] == ["sms"]


async def test_quiet_hours_are_on_the_recipients_clock(company: Any, post: Any) -> None:
    await company.rules(quiet_from="21:00", quiet_until="08:00", zone="Europe/Berlin", country="DE")
    people = "id,email,timezone\na,a@example.test,Asia/Seoul\nb,b@example.test,\n"
    at(post, "2026-03-01T07:30")  # 16:30 in Seoul, 08:30 in Berlin
    await company.campaign(people)
    await post.settle()
    assert len(await post.sent(company.workspace)) == 2
    at(post, "2026-03-02T06:59")  # 15:59 in Seoul, 07:59 in Berlin
    await company.campaign(people)
    await post.settle()
    assert len(await post.sent(company.workspace)) == 3
    at(post, "2026-03-02T07:00")
    await post.settle()
    assert len(await post.sent(company.workspace)) == 4


async def test_advertising_wants_consent_and_rests_at_night(company: Any, post: Any) -> None:
    await company.rules(sender_name="한빛전자", sender_contact="02-123-4567", opt_out_number="080-123-4567")
    words = {"ko": {"text": "여름 할인이에요 {{link}}"}, "en": {"text": "Summer sale {{link}}"}}
    advertising = {"purpose": "advertising", "channels": ["sms"], "messages": words}
    at(post, "2026-03-01T03:00")
    await company.campaign(ANN, **advertising)
    await post.settle()
    assert await outcome(company, post) == [("withheld", "consent")]
    await decide(company, post.watch, "advertising", True)
    at(post, "2026-03-01T12:00")  # 21:00 in Seoul
    await company.campaign(ANN, **advertising)
    await post.settle()
    assert await outcome(company, post) == [("withheld", "consent"), ("queued", None)]
    at(post, "2026-03-01T22:59")
    await post.settle()
    assert len(await post.sent(company.workspace)) == 0
    at(post, "2026-03-01T23:00")
    await post.settle()
    (sent,) = await post.sent(company.workspace)
    text = sent["content"]["text"]
    assert text.startswith("(광고) [한빛전자] 여름 할인이에요 http://voc.test/l/")
    assert text.endswith("080-123-4567")


async def test_night_consent_opens_the_night(company: Any, post: Any) -> None:
    await company.rules(sender_name="S", sender_contact="1", opt_out_number="080-1")
    for purpose in ("advertising", "night"):
        await company.campaign(ANN, start=False)
        await decide(company, post.watch, purpose, True)
    at(post, "2026-03-01T13:00")
    await company.campaign(ANN, purpose="advertising", channels=["sms"])
    await post.settle()
    assert len(await post.sent(company.workspace)) == 1


async def test_whoever_refuses_surveys_gets_none(company: Any, post: Any) -> None:
    await company.campaign(ANN, start=False)
    await decide(company, post.watch, "survey", False, channel="email")
    await company.campaign(ANN, channels=["email"])
    await post.settle()
    assert await outcome(company, post) == [("withheld", "refused")]


async def test_the_ledger_is_asked_last_and_keeps_the_ask(company: Any, post: Any) -> None:
    await policy.save(company.workspace, policy=Policy(quiet_days=7))
    await company.rules(quiet_from="00:00", quiet_until="13:00", zone="UTC", country="DE")
    await company.campaign(ANN, channels=["email"])
    at(post, "2026-03-01T12:00")
    await post.settle()
    # who waits for the morning was not asked yet
    at(post, "2026-03-01T12:30")
    other = await publish(company.caller)
    await company.campaign(ANN, channels=["sms"], survey=other["id"])
    at(post, "2026-03-01T13:00")
    await post.settle()
    assert sorted(await outcome(company, post)) == [("sent", None), ("withheld", "quiet")]


@pytest.mark.parametrize("finished", [True, False])
async def test_reminders_go_to_those_who_have_not_answered(company: Any, post: Any, finished: bool) -> None:
    await policy.save(company.workspace, policy=Policy(quiet_days=30))
    campaign = await company.campaign(ANN, channels=["email"], reminders=2, remind_after_days=3)
    await post.settle()
    (invitation,) = await company.invitations(campaign=campaign["id"])
    known = await service.by_token(token_of(invitation["id"]))
    assert known is not None
    await service.note_response(known, finished=finished, now=post.watch())
    await post.later(days=3, minutes=1)
    await post.later(days=3, minutes=1)
    await post.later(days=3, minutes=1)
    # a reminder is part of the same ask: the quiet days do not stand against it
    assert len(await post.sent(company.workspace)) == (1 if finished else 3)
    found = await company.read(campaign)
    assert found["states"] == {"completed" if finished else "started": 1}


async def test_an_answer_that_nobody_told_us_of_stops_the_reminder(company: Any, post: Any) -> None:
    campaign = await company.campaign(ANN, channels=["sms"], reminders=1)
    await post.settle()
    (invitation,) = await company.invitations(campaign=campaign["id"])
    body = {
        "survey": company.survey["id"],
        "submission_id": submission_of(token_of(invitation["id"])),
        "answers": {"nps": 9},
        "ask": invitation["ask"],
    }
    assert (await company.http.post("/v1/responses", json=body)).status_code == 202
    await post.later(days=3, minutes=1)
    assert len(await post.deliveries(company.workspace)) == 1
    assert (await company.read(campaign))["funnel"]["completed"] == 1


async def test_an_unsubscription_stops_everything(company: Any, post: Any) -> None:
    campaign = await company.campaign(ANN, channels=["email"], reminders=2)
    await post.settle()
    (invitation,) = await company.invitations(campaign=campaign["id"])
    for _ in range(2):
        answer = await company.http.post(f"/u/{token_of(invitation['id'])}", data={"List-Unsubscribe": "One-Click"})
        assert answer.status_code == 200
    await post.later(days=3, minutes=1)
    invited, answered = await post.deliveries(company.workspace)
    assert (invited["origin"]["kind"], answered["origin"]["kind"], answered["status"]) == (
        "invitation",
        "notice",
        "sent",
    )
    await company.campaign(ANN, channels=["email"])
    await post.settle()
    assert len(await post.sent(company.workspace)) == 2
    assert (await company.read(campaign))["states"] == {"unsubscribed": 1}


async def test_whoever_the_provider_refused_was_not_asked(company: Any, post: Any) -> None:
    await policy.save(company.workspace, policy=Policy(quiet_days=30))
    async with provider(lambda _: "no") as refusing:
        await channels.connect(company.workspace, "sms.http", {"url": refusing.url}, now=post.watch())
        campaign = await company.campaign(ANN, channels=["sms"])
        await post.settle()
    assert (await company.read(campaign))["states"] == {"failed": 1}
    await channels.disconnect(company.workspace, "sms.http")
    await company.campaign(ANN, channels=["sms"])
    await post.settle()
    assert len(await post.sent(company.workspace)) == 1


async def test_a_merged_persons_other_names_count(company: Any, post: Any) -> None:
    await company.campaign("id,email\nann,ann@example.test\nold,old@example.test\n", start=False)
    ids = {name: customer_id(company.workspace, name) for name in ("ann", "old")}
    await merging.merge(company.workspace, into=ids["ann"], other=ids["old"], now=post.watch(), by="test")
    refused = Decision(channel="email", purpose="survey", given=False)
    await consents.record(company.workspace, ids["old"], refused, now=post.watch())
    await company.campaign()
    await post.settle()
    assert await outcome(company, post) == [("withheld", "refused")]


async def test_a_mail_asks_the_first_question_and_lets_go(company: Any, post: Any) -> None:
    await company.campaign(
        ANN, channels=["email"], messages={"en": {"subject": "Hi {{name}}", "text": "Dear {{name}},"}}
    )
    await post.settle()
    (sent,) = await post.sent(company.workspace)
    content = sent["content"]
    assert (content["subject"], "Dear Ann," in content["text"]) == ("Hi Ann", True)
    (invitation,) = await company.invitations()
    token = token_of(invitation["id"])
    assert f"http://voc.test/i/{token}?a=9" in content["html"].replace("&amp;", "&")
    assert f"<http://voc.test/u/{token}>" in content["headers"]["List-Unsubscribe"]


async def test_a_chunk_costs_a_few_calls(company: Any, post: Any, database: Any, monkeypatch: Any) -> None:
    people = "email\n" + "".join(f"p{n}@example.test\n" for n in range(200))
    await company.rules(quiet_from="00:00", quiet_until="23:00", zone="UTC", country="DE")
    await company.campaign(people)
    await post.settle()
    rows = await post.deliveries(company.workspace)
    calls: list[str] = []
    run = database.client._select_server

    async def counted(*given: Any, **named: Any) -> Any:
        calls.append("call")
        return await run(*given, **named)

    monkeypatch.setattr(database.client, "_select_server", counted)
    at(post, "2026-03-01T23:00")
    verdicts = await gate(rows, post.watch(), public_url="http://voc.test")
    assert (len(verdicts), {type(each) for each in verdicts.values()}) == (200, {Go})
    assert 10 <= len(calls) <= 40
