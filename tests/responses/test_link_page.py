"""The survey's own page, as somebody without JavaScript meets it: one question at a time, saved as they go."""

import html
import re

from tests.responses.filling_in import ENDINGS, answer, question, rows
from tests.surveying import NPS, WHY, publish

END = {"when": {"on": "answer:nps", "is": "at_least", "value": 9}, "then": [{"do": "end", "ending": "joy"}]}


async def test_opening_the_page_records_nothing_whatever_its_address_says(person, caller, database):
    survey = await publish(caller, hidden=["plan"])
    page = await person.get(f"/s/{survey['id']}?nps=9&why=Fast&plan=pro&source=mail&x=1")
    assert 'value="9" required checked' in page.text
    assert 'content="noindex"' in page.text
    assert await rows(database, survey) == []


async def test_answers_are_saved_one_by_one_and_once(person, caller, database):
    survey = await publish(caller, hidden=["plan"])
    address = f"/s/{survey['id']}?source=mail&plan=pro&lang=ko"
    first = await person.get(address)
    assert question(first).startswith("추천하시겠어요?")
    second = await answer(person, first, address, {"answer_nps": "8"})
    (row,) = await rows(database, survey)
    assert (row["answers"], bool(row["finished"]), row["channel"]) == ({"nps": 8}, False, "link")
    assert (row["context"], row["hidden"], row["language"]) == ({"source": "mail"}, {"plan": "pro"}, "ko")
    for _ in range(2):
        thanks = await answer(person, second, address, {"answer_why": "배송이 빨라요"})
        assert "고마워요" in thanks.text or "감사" in thanks.text
    (row,) = await rows(database, survey)
    assert (row["answers"], bool(row["finished"]), row["seen"]) == (
        {"nps": 8, "why": "배송이 빨라요"},
        True,
        ["nps", "why"],
    )


async def test_logic_endings_and_recall_work_without_javascript(person, caller, database):
    survey = await publish(caller, questions=[NPS | {"rules": [END]}, WHY], endings=ENDINGS, hidden=["name"])
    address = f"/s/{survey['id']}?lang=en&name=<b>Kim</b>"
    thanks = await answer(person, await person.get(address), address, {"answer_nps": "9"})
    assert question(thanks) == "9 of 10, <b>Kim</b>!"
    assert "<b>Kim" not in thanks.text
    assert 'href="https://x.example"' in thanks.text
    why = await answer(person, await person.get(address), address, {"answer_nps": "3"})
    assert question(why) == "Why?"
    back = await person.get(html.unescape(re.search(r'class="button plain large" href="([^"]+)"', why.text)[1]))
    assert 'value="3" required checked' in back.text
    assert question(await answer(person, back, address, {"answer_nps": "10"})) == "10 of 10, <b>Kim</b>!"
    finals = sorted(str(row["answers"]) for row in await rows(database, survey))
    assert finals == ["{'nps': 10}", "{'nps': 9}"]


async def test_any_site_may_frame_it_and_it_says_what_it_is(person, caller):
    survey = await publish(caller)
    page = await person.get(f"/s/{survey['id']}?embed")
    assert "frame-ancestors *" in page.headers["content-security-policy"]
    assert '<meta property="og:title" content="After delivery">' in page.text
    kiosk = await person.get(f"/s/{survey['id']}?kiosk")
    assert 'data-channel="kiosk"' in kiosk.text


async def test_fifty_long_questions_are_answered_to_the_end(person, caller, database):
    asked = [{"id": f"q{n}", "type": "text", "text": {"en": f"{n} " + "long " * 150}} for n in range(50)]
    survey = await publish(caller, questions=asked)
    address = f"/s/{survey['id']}"
    page = await person.get(address)
    for number in range(50):
        page = await answer(person, page, address, {f"answer_q{number}": "word " * 200})
        assert page.status_code == 200
    assert "Thank you" in page.text
    (row,) = await rows(database, survey)
    assert (bool(row["finished"]), len(row["answers"]), len(row["seen"])) == (True, 50, 50)


async def test_the_author_s_colours_come_as_a_style_sheet(person, caller):
    dressed = {"accent": "#ffd166", "background": "#101010", "radius": 20}
    survey = await publish(caller, appearance=dressed)
    page = await person.get(f"/s/{survey['id']}")
    assert '<html lang="en" data-theme="dark">' in page.text
    sheet = await person.get(html.unescape(re.search(r'href="(/s/[^"]+/look\.css[^"]*)"', page.text)[1]))
    assert sheet.headers["content-type"].startswith("text/css")
    assert "--accent: light-dark(#ffd166, #ffd166);" in sheet.text
    plain = await publish(caller)
    assert "--accent" not in (await person.get(f"/s/{plain['id']}/look.css")).text
