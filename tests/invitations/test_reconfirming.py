"""Consent to advertising that has stood for two years: told of once a year, confirmed by silence, or by a word."""

import re
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import pytest_asyncio

from tests.people import stranger
from voc.channels import receiving
from voc.channels.domain import Channel, Inbound
from voc.customers import consents, suppression
from voc.customers.consents import Decision
from voc.customers.domain import customer_id
from voc.invitations import notices, reconfirming, regions
from voc.invitations.lawful import Agreed
from voc.invitations.notices import Agreement
from voc.queue import TASKS, Task

PHONE, MAIL = "+821012345678", "ann@example.test"
GIVEN = datetime(2026, 3, 1, 3, tzinfo=UTC)  # noon in Seoul
OPENS = datetime(2028, 2, 16, 3, tzinfo=UTC)  # two years later, less fourteen days
ENDS = datetime(2028, 3, 1, 3, tzinfo=UTC)
WORDS = {"en": {"text": "Summer sale {{link}}"}, "ko": {"text": "여름 할인 {{link}}"}}
DAY = timedelta(days=1)


class Ann:
    """Somebody who agreed to advertising."""

    def __init__(self, company: Any, post: Any, app: Any) -> None:
        self.company, self.post, self.app = company, post, app
        self.workspace, self.id = company.workspace, customer_id(company.workspace, "ann")

    async def decides(self, channel: str, purpose: Any = "advertising", given: bool = True) -> None:
        """Agree or refuse, with the words that they were shown."""
        said = Decision(channel=channel, purpose=purpose, given=given, text="I agree.", text_version="7", source="form")
        await consents.record(self.workspace, self.id, said, now=self.post.watch())

    async def notices(self) -> list[dict[str, Any]]:
        """Everything that was queued to remind them of their consent."""
        rows = await self.post.deliveries(self.workspace)
        return [row for row in rows if row["origin"]["kind"] == "reconfirmation"]

    async def stands(self, channel: str, purpose: str = "advertising") -> Decision:
        """What counts."""
        return (await consents.of_person(self.workspace, [self.id]))[channel, purpose]

    async def at(self, now: datetime) -> None:
        """Do what is due then."""
        self.post.watch.now = now
        await self.post.settle()

    async def advertise(self) -> str:
        """How an advertisement by text message ends that is sent now."""
        self.post.watch.turn(timedelta(seconds=1))
        await self.company.campaign(
            "id,phone\nann,+821012345678\n", channels=["sms"], purpose="advertising", messages=WORDS
        )
        await self.post.settle()
        rows = [row for row in await self.post.deliveries(self.workspace) if row["origin"]["kind"] == "invitation"]
        return str(rows[-1]["history"][-1]["reason"] or rows[-1]["status"])

    async def says(self, text: str) -> None:
        """Send a text message, and wait for what follows."""
        self.post.watch.turn(timedelta(minutes=1))
        inbound = Inbound(event_id=f"{self.post.watch()}", sender=PHONE, text=text)
        await receiving.store(self.workspace, "sms.http", Channel.sms, inbound, now=self.post.watch())
        await self.post.settle()

    async def page(self, **form: str) -> str:
        """Open the page of the latest notice, or send its form."""
        async with stranger(self.app) as browser:
            (link,) = re.findall(r"http://voc\.test(/\S+)", (await self.notices())[-1]["content"]["text"])
            way = link if link.startswith("/u/") else (await browser.http.get(link)).headers["location"]
            if form:
                await browser.http.post(way, data=form)
            return str((await browser.http.get(way, params={"lang": "en"})).text)


@pytest_asyncio.fixture(loop_scope="session")
async def ann(company: Any, post: Any, app: Any) -> Ann:
    """Known since the day of her consent."""
    post.watch.now = GIVEN
    await company.rules(sender_name="한빛전자", sender_contact="02-123-4567", opt_out_number="080-123-4567")
    await company.campaign(f"id,email,phone,language\nann,{MAIL},{PHONE},ko\n", start=False)
    return Ann(company, post, app)


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


async def test_she_keeps_it_on_the_page_of_the_notice(ann: Ann) -> None:
    await ann.decides("email")
    await ann.at(OPENS + DAY)
    assert "you agreed to receive advertising from 한빛전자 here" in await ann.page()
    assert (await ann.stands("email")).source == "reconfirmed: no objection"  # looking changes nothing
    for _ in range(2):
        assert "You keep receiving it." in await ann.page(keep="advertising")
    assert (await ann.stands("email")).source == "reconfirmed: kept on the page"
    assert len(await consents.history(ann.workspace, [ann.id])) == 3


async def test_she_withdraws_on_the_page_of_the_notice_and_is_told_so_once(ann: Ann) -> None:
    await ann.decides("sms")
    await ann.at(OPENS + DAY)
    for _ in range(2):
        page = await ann.page(stop="advertising")
        assert "you agreed" not in page
    assert not (await ann.stands("sms")).given
    await ann.page(keep="advertising")  # of a page that was open before
    assert not (await ann.stands("sms")).given
    await ann.post.settle()
    (word,) = await ann.post.deliveries(ann.workspace, purpose="notice", **{"origin.kind": "notice"})
    assert word["status"] == "sent"
    assert (
        "2028-02-17에 요청하신 수신동의 철회가 처리되었어요. 문자로 광고를 더 이상 보내지 않아요."
        in word["content"]["text"]
    )


async def test_a_word_sent_back_withdraws(ann: Ann) -> None:
    await ann.decides("sms")
    await ann.at(OPENS + DAY)
    await ann.says("수신거부")
    refused = await suppression.suppressed(ann.workspace, "phone", [PHONE])
    assert [each.reason for each in refused.values()] == ["refused"]
    await ann.page(stop="all")  # answered already
    words = await ann.post.deliveries(ann.workspace, **{"origin.kind": "notice"})
    assert len(words) == 1


@pytest.fixture
def strict(monkeypatch: pytest.MonkeyPatch) -> None:
    """A country where consent ends, too, and silence is none."""
    law = regions.ELSEWHERE.model_copy(update={"consent_years": 2})
    monkeypatch.setitem(regions.REGIONS, "KR", law)


@pytest.mark.usefixtures("strict")
async def test_where_silence_is_no_consent_it_ends_until_she_keeps_it(ann: Ann) -> None:
    await ann.decides("sms")
    await ann.at(OPENS + DAY)
    (notice,) = await ann.notices()
    assert "알려 주지 않으시면 광고를 보내지 않아요." in notice["content"]["text"]
    assert (await ann.stands("sms")).source == "form"
    await ann.at(ENDS + DAY)
    assert await ann.advertise() == "consent-old"
    await ann.page(keep="advertising")
    assert await ann.advertise() == "sent"
    assert len(await ann.notices()) == 1


@pytest.mark.usefixtures("strict")
async def test_a_word_sent_back_keeps_it_and_gives_none_anew(ann: Ann) -> None:
    await ann.decides("sms")
    await ann.decides("email", given=False)
    await ann.at(OPENS + DAY)
    await ann.says("수신동의")
    assert (await ann.stands("sms")).source == "reconfirmed: kept by a message"
    assert not (await ann.stands("email")).given
    await ann.at(ENDS + DAY)
    assert await ann.advertise() == "sent"
    await ann.decides("sms", given=False)
    await ann.says("수신동의")
    assert not (await ann.stands("sms")).given


@pytest.mark.usefixtures("strict")
async def test_who_never_answers_is_asked_once_in_a_year(ann: Ann) -> None:
    await ann.decides("sms")
    await ann.at(OPENS + DAY)
    for days in (30, 200, 363):
        await ann.at(OPENS + days * DAY)
    assert len(await ann.notices()) == 1
    await ann.at(OPENS + 367 * DAY)
    assert len(await ann.notices()) == 2


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
