"""What somebody answers who is told of their consent: on the page, by a word, or not at all where silence ends it."""

import pytest

from tests.invitations.agreeing import DAY, ENDS, OPENS, PHONE, Ann
from voc.customers import consents, suppression
from voc.invitations import regions


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
