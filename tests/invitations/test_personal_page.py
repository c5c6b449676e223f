"""Somebody's own page of a survey: opening it records nothing, answering it is theirs, and it ends once."""

import re
from datetime import timedelta
from typing import Any

import pytest

from tests.invitations.inviting import OPENED_BY_CLICK, answer, invited, question, sends
from tests.people import stranger
from tests.surveying import NPS, WHY, publish
from voc.invitations import queries, service
from voc.invitations.domain import Stage, ask_id
from voc.invitations.pages.personal import PIXEL

CHOICES = [{"id": "price", "text": {"en": "Price"}}, {"id": "speed", "text": {"en": "Speed"}}]
FIRST = {
    "nps": ({}, "9", 9),
    "csat": ({}, "4", 4),
    "ces": ({}, "7", 7),
    "rating": ({"scale": 10}, "10", 10),
    "single": ({"choices": CHOICES}, "speed", "speed"),
}


@pytest.fixture
async def person(app):
    async with stranger(app) as browser:
        yield browser.http


async def rows(database: Any, survey: dict[str, Any]) -> list[dict[str, Any]]:
    return await database.responses.find({"survey": survey["id"]}).to_list()


@pytest.mark.parametrize("headers", [{}, OPENED_BY_CLICK, {"sec-purpose": "prefetch;prerender"}])
@pytest.mark.parametrize("method", ["GET", "HEAD"])
async def test_opening_every_link_records_no_answer(person, caller, database, watch, method, headers):
    survey = await publish(caller)
    guest = await invited(caller, survey, watch())
    for path in (*(f"?a={score}" for score in range(11)), "", "?at=why", "/thanks", "/h", "/p.gif"):
        opened = await person.request(method, guest.page + path, headers=headers, follow_redirects=True)
        assert opened.status_code == 200, path
    assert await rows(database, survey) == []


@pytest.mark.parametrize("kind", FIRST)
async def test_the_answer_chosen_in_the_message_is_marked_and_takes_one_press(person, caller, database, watch, kind):
    settings, chosen, expected = FIRST[kind]
    asked = {"id": "q", "type": kind, "text": {"en": "Well?"}, "required": True} | settings
    survey = await publish(caller, questions=[asked, WHY])
    guest = await invited(caller, survey, watch())
    page = await person.get(f"{guest.page}?a={chosen}&lang=en")
    assert re.search(rf'value="{chosen}"( required)? checked', page.text)
    assert ("<span>Send 9</span>" in page.text) == (kind == "nps")
    why = await answer(person, page, {"answer_q": chosen})
    assert question(why) == "Why?"
    (row,) = await rows(database, survey)
    assert (row["answers"], bool(row["finished"])) == ({"q": expected}, False)
    assert (await guest.state()).state == Stage.started


async def test_the_response_says_whose_it_is_and_how_they_were_asked(person, caller, database, watch):
    survey = await publish(caller, hidden=["order"])
    guest = await invited(caller, survey, watch(), channel="sms", fields={"order": 1234, "other": "x"})
    page = await person.get(f"{guest.page}?a=9&order=forged&source=forged")
    await answer(person, page, {"answer_nps": "9"})
    (row,) = await rows(database, survey)
    assert (row["customer"]["id"], row["channel"], row["ask"]) == (guest.ref, "sms", ask_id(guest.invitation))
    assert row["hidden"] == {"order": "1234"}
    assert row["context"] == {"source": "sms", "invitation": guest.invitation}
    assert guest.token not in str(row)


async def test_what_is_known_of_a_customer_decides_their_way(person, caller, watch):
    skip = {"when": {"on": "customer:plan", "is": "equals", "value": "pro"}, "then": [{"do": "end", "ending": "end"}]}
    asked = [NPS | {"text": {"en": "How likely, {{customer:plan|friend}}?"}, "rules": [skip]}, WHY]
    survey = await publish(caller, questions=asked, endings=[{"id": "end", "title": {"en": "Thank you, pro"}}])
    pro, free = await invited(caller, survey, watch(), plan="pro"), await invited(caller, survey, watch())
    first = await person.get(f"{pro.page}?lang=en")
    assert question(first) == "How likely, pro?"
    assert "Thank you" in (await answer(person, first, {"answer_nps": "9"})).text
    other = await person.get(f"{free.page}?lang=en")
    assert question(other) == "How likely, friend?"
    assert question(await answer(person, other, {"answer_nps": "9"})) == "Why?"


async def test_reload_second_device_and_an_answer_chosen_anew_go_on_with_the_same_submission(
    app, person, caller, database, watch
):
    survey = await publish(caller)
    guest = await invited(caller, survey, watch())
    address = f"{guest.page}?a=9&lang=en"
    await answer(person, await person.get(address), {"answer_nps": "9"})
    async with stranger(app) as phone:
        for link in (address, f"{guest.page}?lang=en"):
            assert question(await phone.http.get(link, follow_redirects=True)) == "Why?"
        anew = await phone.http.get(f"{guest.page}?a=3&lang=en")
        assert (question(anew), sends(anew)) == ("How likely?", "sign")
        assert 'value="3" required checked' in anew.text
        assert question(await answer(phone.http, anew, {"answer_nps": "3"})) == "Why?"
    back = await person.get(f"{guest.page}?at=nps&lang=en")
    assert (sends(back), 'value="3" required checked' in back.text) == ("", True)
    done = await answer(person, await person.get(f"{guest.page}?at=why&lang=en"), {"answer_why": "Slow"})
    assert "Thank you" in done.text
    (row,) = await rows(database, survey)
    assert (row["answers"], bool(row["finished"])) == ({"nps": 3, "why": "Slow"}, True)


async def test_what_goes_on_after_an_invitation_knows_what_was_answered_on_its_page(person, caller, watch):
    survey = await publish(caller)
    begun, done = await invited(caller, survey, watch()), await invited(caller, survey, watch())
    for guest, answers in ((begun, ["9"]), (done, ["9", "Slow"])):
        page = await person.get(f"{guest.page}?lang=en")
        for name, given in zip(("answer_nps", "answer_why"), answers, strict=False):
            page = await answer(person, page, {name: given})
    ids = [begun.invitation, done.invitation]
    assert await queries.answers(caller.workspace, ids) == {ids[0]: False, ids[1]: True}


async def test_once_finished_it_stays_as_it_is(person, caller, database, watch):
    survey = await publish(caller, questions=[NPS])
    guest = await invited(caller, survey, watch())
    page = await person.get(f"{guest.page}?a=9&lang=en")
    for score in ("9", "1", "9"):
        assert "Thank you" in (await answer(person, page, {"answer_nps": score})).text
    watch.turn(timedelta(days=60))
    for path in ("?a=1", "", "?at=nps", "/thanks"):
        assert "Thank you" in (await person.get(guest.page + path, follow_redirects=True)).text
    (row,) = await rows(database, survey)
    assert row["answers"] == {"nps": 9}
    assert (await guest.state()).state == Stage.completed


async def test_who_began_with_a_version_finishes_with_it(person, caller, database, watch):
    survey = await publish(caller)
    guest = await invited(caller, survey, watch())
    why = await answer(person, await person.get(f"{guest.page}?a=4&lang=en"), {"answer_nps": "4"})
    await caller.http.patch(f"/v1/surveys/{survey['id']}", json={"questions": [NPS, WHY | {"required": True}]})
    await caller.http.post(f"/v1/surveys/{survey['id']}/publish")
    assert "Thank you" in (await answer(person, why, {})).text
    (row,) = await rows(database, survey)
    assert row["version"] == 1


async def test_an_invitation_ends_kindly_and_names_the_public_page(person, caller, database, watch):
    survey = await publish(caller)
    guest, begun = await invited(caller, survey, watch()), await invited(caller, survey, watch())
    page = await person.get(f"{guest.page}?a=9")
    why = await answer(person, await person.get(f"{begun.page}?a=9&lang=en"), {"answer_nps": "9"})
    watch.turn(timedelta(days=31))
    for late in (await person.get(f"{guest.page}?a=9&lang=en"), await answer(person, page, {"answer_nps": "9"})):
        assert (late.status_code, f'href="/s/{survey["id"]}?source=email"' in late.text) == (410, True)
    assert len(await rows(database, survey)) == 1
    assert "Thank you" in (await answer(person, why, {"answer_why": "In time"})).text
    await caller.http.post(f"/v1/surveys/{survey['id']}/close")
    closed = await person.get(f"{guest.page}?lang=en")
    assert (closed.status_code, f"/s/{survey['id']}?source" in closed.text) == (410, False)


@pytest.mark.parametrize("token", ["x", "a" * 26, "..%2f", "%00", "%ED%A0%80", "가" * 50, "a" * 3_000])
async def test_what_nobody_was_sent_is_not_there(person, token):
    for path in (f"/i/{token}", f"/i/{token}?a=9", f"/i/{token}/thanks", f"/i/{token}/h", f"/u/{token}", f"/l/{token}"):
        assert (await person.get(path)).status_code == 404, path
    assert (await person.post(f"/i/{token}", data={"answer_nps": "9"})).status_code == 404
    assert (await person.get(f"/i/{token}/p.gif")).content == PIXEL


@pytest.mark.parametrize("chosen", ["11", "-1", "nine", "", "9" * 600, "٣", "%00", "<b>", "9.5", "nan"])
async def test_an_answer_that_does_not_fit_is_not_chosen(person, caller, database, watch, chosen):
    guest = await invited(caller, await publish(caller), watch())
    page = await person.get(f"{guest.page}?a={chosen}")
    assert (page.status_code, sends(page), " checked" in page.text) == (200, "", False)


@pytest.mark.parametrize(
    ("headers", "how"),
    [
        (OPENED_BY_CLICK, "click"),
        (OPENED_BY_CLICK | {"sec-fetch-site": "same-site"}, "click"),
        (OPENED_BY_CLICK | {"sec-fetch-site": "none"}, "sign"),
        ({"sec-fetch-site": "cross-site", "sec-fetch-dest": "document"}, "sign"),
        (OPENED_BY_CLICK | {"sec-purpose": "prefetch;prerender"}, "sign"),
        (OPENED_BY_CLICK | {"sec-fetch-dest": "iframe"}, "sign"),
        ({}, "sign"),
    ],
)
async def test_a_click_in_another_page_is_told_from_an_address_that_was_opened(person, caller, watch, headers, how):
    guest = await invited(caller, await publish(caller), watch())
    assert sends(await person.get(f"{guest.page}?a=9", headers=headers)) == how
    assert sends(await person.get(guest.page, headers=headers)) == ""


@pytest.mark.parametrize("method", ["GET", "HEAD"])
async def test_who_follows_what_no_person_sees_is_not_believed_any_more(person, caller, database, watch, method):
    survey = await publish(caller)
    guest = await invited(caller, survey, watch())
    before = await person.get(f"{guest.page}?a=9", headers=OPENED_BY_CLICK)
    nothing = await person.request(method, f"{guest.page}/h")
    assert (nothing.status_code, nothing.headers["x-robots-tag"]) == (200, "noindex, nofollow")
    assert (await guest.state()).scanned
    by_script = await answer(person, before, {"answer_nps": "9", "by": "script"})
    assert (by_script.status_code, sends(by_script)) == (200, "press")
    assert sends(await person.get(f"{guest.page}?a=9", headers=OPENED_BY_CLICK)) == "press"
    assert await rows(database, survey) == []
    await answer(person, by_script, {"answer_nps": "9"})
    (row,) = await rows(database, survey)
    assert row["answers"] == {"nps": 9}


async def test_a_message_that_was_looked_at_is_opened(person, caller, watch):
    survey = await publish(caller)
    by_picture, by_page, scanned = [await invited(caller, survey, watch()) for _ in range(3)]
    seen = await person.get(f"{by_picture.page}/p.gif")
    assert (seen.content, seen.headers["content-type"], seen.headers["cache-control"]) == (
        PIXEL,
        "image/gif",
        "no-store",
    )
    await person.get(by_page.page)
    await service.note_scanner(await scanned.state(), now=watch())
    await person.get(f"{scanned.page}/p.gif")
    states = [(await each.state()).state for each in (by_picture, by_page, scanned)]
    assert states == [Stage.opened, Stage.opened, Stage.queued]


async def test_the_address_is_told_to_nobody(person, caller, watch):
    guest = await invited(caller, await publish(caller), watch())
    for path in (guest.page, f"{guest.page}/h", f"{guest.page}/p.gif", guest.way_out):
        told = (await person.get(path)).headers
        assert (told["referrer-policy"], told["cache-control"]) == ("no-referrer", "no-store"), path
        assert "noindex" in told["x-robots-tag"]
        assert "set-cookie" not in told
        assert "frame-ancestors 'none'" in told["content-security-policy"]
