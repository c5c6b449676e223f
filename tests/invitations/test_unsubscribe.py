"""The way out: one request from a mail program, a page for people, and back again."""

import html
import re
from datetime import timedelta
from typing import Any

import pytest

from tests.invitations.inviting import Guest, invited
from tests.people import stranger
from tests.surveying import publish
from voc.accounts import queries as accounts
from voc.channels.documents import Delivery
from voc.customers import consents, events, suppression
from voc.invitations.domain import Stage

ONE_CLICK = {"List-Unsubscribe": "One-Click"}
FROM_ELSEWHERE = {"origin": "https://mail.example", "sec-fetch-site": "cross-site"}


@pytest.fixture
async def person(app):
    async with stranger(app) as browser:
        yield browser.http


@pytest.fixture
async def guest(caller, watch) -> Guest:
    return await invited(caller, await publish(caller), watch())


async def reason(guest: Guest, kind: str = "email", value: str | None = None) -> str | None:
    found = await suppression.suppressed(guest.workspace, kind, [value or guest.email])
    return next((each.reason for each in found.values()), None)


async def refused(guest: Guest) -> dict[tuple[str, str], bool]:
    standing = await consents.standing(guest.workspace, [guest.customer])
    return {key: each.given for key, each in standing.get(guest.customer, {}).items()}


def heading(page: Any) -> str:
    found = re.search(r"<h1[^>]*>(.*?)</h1>", page.text, re.S)
    assert found, page.text
    return html.unescape(found[1]).strip()


@pytest.mark.parametrize(
    "sent",
    [
        {"data": ONE_CLICK},
        {"files": {"List-Unsubscribe": (None, "One-Click")}},
        {"content": b"List-Unsubscribe=One-Click", "headers": {"content-type": "text/plain"}},
        {"content": b""},
    ],
    ids=["form", "multipart", "undeclared", "empty"],
)
async def test_a_mail_program_unsubscribes_by_one_request_and_by_a_second_one(person, guest, sent):
    headers = FROM_ELSEWHERE | sent.get("headers", {})
    for _ in range(2):
        done = await person.post(guest.way_out, **(sent | {"headers": headers}))
        assert (done.status_code, done.headers.get("location"), "set-cookie" in done.headers) == (200, None, False)
        assert await reason(guest) == "unsubscribed"
    assert (await guest.state()).state == Stage.unsubscribed
    told = [each.kind for each in await events.of(guest.workspace, [guest.customer])]
    assert told.count("suppressed") == 1


@pytest.mark.parametrize("method", ["GET", "HEAD"])
async def test_looking_at_the_page_changes_nothing(person, guest, method):
    for query in ("", "?stop=all", "?List-Unsubscribe=One-Click"):
        assert (await person.request(method, guest.way_out + query, headers=FROM_ELSEWHERE)).status_code == 200
    assert (await reason(guest), await refused(guest), (await guest.state()).state) == (None, {}, Stage.queued)


async def test_the_page_says_who_and_where_to_without_telling_the_address(person, guest):
    page = await person.get(guest.way_out, headers={"accept-language": "en"})
    masked = f"{guest.email[0]}•••@example.com"
    assert (masked in page.text, guest.email in page.text, guest.phone in page.text) == (True, False, False)
    company = await accounts.workspace(guest.workspace)
    assert heading(page) == f"Stop messages from {company.name}?"


async def test_everything_stops_by_one_button_and_may_begin_again(person, guest):
    done = await person.post(guest.way_out, data={"stop": "all", "lang": ""}, follow_redirects=True)
    assert (done.status_code, heading(done)) == (200, "You are unsubscribed.")
    assert (await reason(guest), await refused(guest)) == ("unsubscribed", {})
    again = await person.post(guest.way_out, data={"again": "all"}, follow_redirects=True)
    assert (heading(again)[:4], await reason(guest)) == ("Stop", None)


@pytest.mark.parametrize("purpose", ["survey", "advertising"])
async def test_one_purpose_stops_by_itself_with_the_words_and_the_place(person, guest, purpose):
    for _ in range(2):
        await person.post(guest.way_out, data={"stop": purpose})
    assert (await reason(guest), await refused(guest)) == (None, {("email", purpose): False})
    (decision,) = await consents.history(guest.workspace, [guest.customer])
    assert (decision.source, bool(decision.text), bool(decision.text_version)) == ("unsubscribe page", True, True)
    page = await person.get(guest.way_out)
    assert f'name="stop" value="{purpose}"' not in page.text
    await person.post(guest.way_out, data={"again": purpose})
    assert await refused(guest) == {("email", purpose): True}
    assert f'name="stop" value="{purpose}"' in (await person.get(guest.way_out)).text


async def test_an_invitation_by_text_message_ends_text_messages(person, caller, watch):
    guest = await invited(caller, await publish(caller), watch(), channel="sms")
    page = await person.get(guest.way_out)
    assert guest.phone[-4:] in page.text
    await person.post(guest.way_out, data=ONE_CLICK)
    assert (await reason(guest, "phone", guest.phone), await reason(guest)) == ("unsubscribed", None)


async def test_what_was_not_their_own_word_is_not_theirs_to_take_back(person, guest, watch):
    await suppression.suppress(guest.workspace, "email", guest.email, "bounced", now=watch())
    page = await person.get(guest.way_out)
    assert 'name="again"' not in page.text
    await person.post(guest.way_out, data={"again": "all"})
    assert await reason(guest) == "bounced"


@pytest.mark.parametrize(
    ("fields", "stops"),
    [
        ({"stop": "everything"}, True),
        ({"stop": ["all", "survey"]}, True),
        ({"stop": "all", "lang": "<b>"}, True),
        ({"again": "x"}, False),
        ({"again": ["all", "x"], "stop": "all"}, False),
    ],
)
async def test_a_form_that_nobody_was_shown_stops_everything_unless_it_wants_more(person, guest, fields, stops):
    answered = await person.post(guest.way_out, data=fields)
    assert (answered.status_code, answered.headers["location"]) == (303, guest.way_out)
    assert await reason(guest) == ("unsubscribed" if stops else None)


async def test_a_channel_without_addresses_is_refused_by_purpose(person, caller, watch):
    guest = await invited(caller, await publish(caller), watch(), channel="chat")
    await person.post(guest.way_out, data=ONE_CLICK)
    assert await refused(guest) == {("chat", "survey"): False, ("chat", "advertising"): False}


async def test_the_page_speaks_the_reader_s_language(person, guest):
    korean = await person.get(guest.way_out, headers={"accept-language": "ko-KR,ko;q=0.9"})
    assert ('<html lang="ko"' in korean.text, heading(korean).endswith("그만 받으시겠어요?")) == (True, True)
    chosen = await person.get(f"{guest.way_out}?lang=en", headers={"accept-language": "ko"})
    assert '<html lang="en"' in chosen.text


async def answered(guest: Guest) -> list[tuple[str, str]]:
    """What was said about their refusals: purpose, and the words."""
    rows = await Delivery.get_pymongo_collection().find({"workspace": guest.workspace}).sort("queued_at", 1).to_list()
    return [(row["purpose"], row["content"]["text"]) for row in rows if row["origin"]["kind"] == "notice"]


async def test_a_refusal_is_answered_at_once_and_once(person, guest, watch):
    for _ in range(2):
        await person.post(guest.way_out, data=ONE_CLICK)
    ((purpose, text),) = await answered(guest)
    assert (purpose, "2026-03-01에 요청하신 수신거부가 처리되었어요." in text, guest.email in text) == (
        "notice", True, False,
    )  # fmt: skip
    (link,) = re.findall(r"http://voc\.test(/u/\S+)", text)
    assert heading(await person.get(link)) == "수신거부를 마쳤어요."
    await person.post(link, data={"again": "all"})
    assert await reason(guest) is None
    watch.turn(timedelta(days=1))
    await person.post(guest.way_out, data={"stop": "all"})
    assert len(await answered(guest)) == 2


async def test_each_purpose_is_answered_both_ways(person, guest, watch):
    for form in ({"stop": "advertising"}, {"again": "advertising"}):
        watch.turn(timedelta(minutes=1))
        await person.post(guest.way_out, data=form)
    assert ["수신동의 철회가 처리되었어요. 이메일로 광고를 더 이상" in text for _, text in await answered(guest)] == [
        True,
        False,
    ]
    assert "2026-03-01에 이메일로 광고를 받는 데 동의하셨어요." in (await answered(guest))[1][1]


async def test_no_word_goes_to_an_address_that_is_dead_or_where_no_law_wants_it(person, caller, guest, watch):
    abroad = await invited(caller, await publish(caller), watch(), country="DE")
    await person.post(abroad.way_out, data=ONE_CLICK)
    await suppression.suppress(guest.workspace, "email", guest.email, "bounced", now=watch())
    for form in ({"stop": "all"}, {"stop": "survey"}):
        await person.post(guest.way_out, data=form)
    assert await answered(guest) == []


@pytest.mark.parametrize("token", ["dlv_" + "0" * 26 + "-" + "a" * 26, "dlv_" + "0" * 26, "dlv_x-y", "é"])
async def test_a_notice_s_link_that_we_did_not_make_leads_nowhere(person, token):
    assert [(await person.request(each, f"/u/{token}")).status_code for each in ("GET", "POST", "HEAD")] == [404] * 3
