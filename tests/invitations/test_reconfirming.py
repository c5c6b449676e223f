"""Consent to advertising that has stood for two years: told of once a year, and confirmed by silence."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from tests.invitations.agreeing import DAY, ENDS, GIVEN, OPENS, PHONE, Ann
from voc.customers import consents, suppression
from voc.customers.consents import Decision
from voc.invitations import notices, reconfirming, regions
from voc.invitations.lawful import Agreed
from voc.invitations.notices import Agreement
from voc.queue import TASKS, Task


@pytest.mark.parametrize("channel", ["email", "sms"])
async def test_two_weeks_before_the_two_years_end_she_is_told_and_her_silence_keeps_it(ann: Ann, channel: str) -> None:
    await ann.decides(channel)
    await ann.at(OPENS - DAY)
    assert await ann.notices() == []
    await ann.at(OPENS + DAY)
    (notice,) = await ann.notices()
    assert (notice["status"], notice["channel"], notice["purpose"]) == ("sent", channel, "notice")
    text = notice["content"]["text"]
    for said in ("한빛전자", "2026-03-01", "동의하셨어요", "유지하거나 철회하기: http://voc.test/", "080-123-4567"):
        assert said in text
    confirmed = await ann.stands(channel)
    assert (confirmed.given, confirmed.source) == (True, "reconfirmed: no objection")
    assert (confirmed.text, confirmed.text_version) == ("I agree.", "7")
    assert confirmed.at == notice["queued_at"]


async def test_advertising_goes_on_after_the_two_years_and_each_notice_comes_once(ann: Ann) -> None:
    await ann.decides("sms")
    await ann.at(OPENS + DAY)
    for days in range(12, 20):
        await ann.at(OPENS + days * DAY)
    await ann.at(ENDS + DAY)
    assert await ann.advertise() == "sent"
    assert len(await ann.notices()) == 1
    await ann.at(OPENS + timedelta(days=2 * 365 + 3))
    first, second = await ann.notices()
    assert "2026-03-01" in second["content"]["text"]
    assert first["content"]["text"] != second["content"]["text"]  # a link of its own


async def test_nobody_is_told_at_an_address_that_refuses(ann: Ann) -> None:
    await ann.decides("sms")
    await suppression.suppress(ann.workspace, "phone", PHONE, "manual", now=ann.post.watch())
    await ann.at(OPENS + DAY)
    assert await ann.notices() == []
    await suppression.lift(ann.workspace, "phone", PHONE, now=ann.post.watch())
    assert (await ann.stands("sms")).source == "form"
    await ann.at(OPENS + DAY + DAY)  # the address is open again: she is told after all
    assert [row["status"] for row in await ann.notices()] == ["sent"]


async def test_nobody_who_refuses_everything_is_told_though_it_was_queued(ann: Ann) -> None:
    await ann.decides("sms")
    night = OPENS.replace(hour=13) + DAY  # 22:00 in Seoul
    await ann.at(night)
    assert [row["status"] for row in await ann.notices()] == ["queued"]
    await suppression.suppress(ann.workspace, "phone", PHONE, "refused", now=ann.post.watch())
    await ann.at(night + timedelta(hours=11))
    (notice,) = await ann.notices()
    assert (notice["status"], notice["history"][-1]["reason"]) == ("withheld", "refused")
    assert (await ann.stands("sms")).source == "form"


@pytest.mark.parametrize("channel", ["email", "sms"])
async def test_the_notice_waits_for_the_morning(ann: Ann, channel: str) -> None:
    await ann.decides(channel)
    night = OPENS.replace(hour=12) + DAY  # 21:00 in Seoul
    await ann.at(night)
    await ann.at(night + timedelta(hours=10, minutes=58))
    assert [row["status"] for row in await ann.notices()] == ["queued"]
    await ann.at(night + timedelta(hours=11))
    assert [row["status"] for row in await ann.notices()] == ["sent"]


async def test_whoever_withdraws_before_it_goes_out_is_not_told(ann: Ann) -> None:
    await ann.decides("sms")
    night = OPENS.replace(hour=13) + DAY
    await ann.at(night)
    await ann.decides("sms", given=False)
    await ann.at(night + timedelta(hours=11))
    assert [row["status"] for row in await ann.notices()] == ["expired"]
    assert not (await ann.stands("sms")).given


async def test_a_withdrawal_after_it_went_out_counts_though_it_is_confirmed_later(ann: Ann) -> None:
    await ann.decides("sms")
    await ann.at(OPENS + DAY)
    (notice,) = await ann.notices()
    await consents.record(
        ann.workspace,
        ann.id,
        Decision(channel="sms", purpose="advertising", given=False),
        now=datetime.fromtimestamp(notice["queued_at"] / 1000, UTC) + timedelta(milliseconds=1),
    )
    await reconfirming.tell([notice])
    assert not (await ann.stands("sms")).given


async def test_consent_to_the_night_is_told_and_confirmed_with_it(ann: Ann) -> None:
    await ann.decides("sms")
    await ann.at(GIVEN + 30 * DAY)
    await ann.decides("sms", "night")
    await ann.at(OPENS + DAY)
    (notice,) = await ann.notices()
    assert "밤 9시부터 다음 날 아침 8시 사이에 받는 데는 2026-03-31에 동의하셨어요." in notice["content"]["text"]
    assert (await ann.stands("sms", "night")).source == "reconfirmed: no objection"
    await ann.at(OPENS + 60 * DAY)
    assert len(await ann.notices()) == 1


async def test_a_provider_that_refuses_it_confirms_nothing(ann: Ann) -> None:
    await ann.decides("sms")
    await ann.at(OPENS.replace(hour=13) + DAY)
    (notice,) = await ann.notices()
    for status in ("failed", "held", "bounced"):
        await reconfirming.tell([notice | {"history": [{"status": status, "at": 0, "reason": None}]}])
    assert (await ann.stands("sms")).source == "form"


async def test_work_that_stops_anywhere_is_done_once_when_it_is_done_again(
    ann: Ann, monkeypatch: pytest.MonkeyPatch
) -> None:
    await ann.decides("sms")
    await ann.decides("email")
    at, chore = OPENS + DAY, f"{ann.workspace}:{Task.reconfirm_consents}"
    ann.post.watch.now = at
    finish = reconfirming.outbox.finish

    async def dies(*_: Any, **__: Any) -> None:
        raise RuntimeError("killed")

    monkeypatch.setattr(reconfirming.outbox, "finish", dies)
    with pytest.raises(RuntimeError):
        await TASKS[Task.reconfirm_consents]([chore], ann.post.context)
    monkeypatch.setattr(reconfirming.outbox, "finish", finish)
    for _ in range(2):
        await ann.at(at + timedelta(minutes=30))
    rows = await ann.notices()
    assert sorted(row["channel"] for row in rows) == ["email", "sms"]
    assert {row["status"] for row in rows} == {"sent"}
    for _ in range(2):
        await reconfirming.tell(rows)
    history = await consents.history(ann.workspace, [ann.id])
    assert len(history) == 4


@pytest.mark.parametrize(("days", "notice"), [(-1, False), (0, True), (1, True), (364, True), (365, True)])
def test_the_day_is_told_from_the_earliest_consent_on_the_channel(days: int, notice: bool) -> None:
    agreed = {("sms", "advertising"): Agreed(given=True, at=GIVEN)}
    found = reconfirming.due(agreed, "sms", regions.KOREA, at=OPENS + days * DAY)
    assert (found is not None) is notice
    assert found is None or found.endswith(f":{days // 365}")
    for region in (regions.EUROPE, regions.AMERICA, regions.ELSEWHERE):
        assert reconfirming.due(agreed, "sms", region, at=OPENS + days * DAY) is None
    assert reconfirming.due(agreed, "email", regions.KOREA, at=OPENS + days * DAY) is None


def test_english_words_say_the_same() -> None:
    agreement = Agreement(given={"advertising": 1772334000000}, silence_confirms=True, zone="Asia/Seoul")
    sender = notices.Sender(name="Hanbit", opt_out_number="080-1")
    said = {"language": "en", "link": "https://v.test/u/x"}
    text = notices.reminder(agreement, notices.Channel.sms, sender, can_answer=True, **said).text
    assert text.splitlines() == [
        "Hanbit: on 2026-03-01 you agreed to receive advertising by text message.",
        "To keep receiving it you need not do anything.",
        "Keep or withdraw your consent: https://v.test/u/x",
        "Or reply START to keep it, STOP to withdraw it.",
        "Unsubscribe free of charge: 080-1",
    ]
    mail = notices.reminder(agreement, notices.Channel.email, sender, can_answer=True, **said)
    assert mail.subject == "[Hanbit] Your consent to advertising"
    assert mail.headers["List-Unsubscribe"] == "<https://v.test/u/x>"
    assert "START" not in mail.text
