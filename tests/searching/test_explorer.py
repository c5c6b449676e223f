"""The list of feedback with what stands beside it."""

import pytest_asyncio

from tests import people

QUESTION = {"q": "why does the login fail?", "by": "meaning"}


@pytest_asyncio.fixture(loop_scope="session")
async def reader(app, caller, watch):
    async with people.member(app, caller.workspace, watch) as browser:
        yield browser


async def shown(reader, **params):
    answer = await reader.http.get("/feedback", params=params)
    assert answer.status_code == 200, answer.text[:400]
    return answer.text


async def test_the_list_is_counted_beside_and_what_was_searched_is_marked(reader, send):
    await send(["login crash one", "login crash two", "I love the login", "delivery late"])
    page = await shown(reader, q="login")
    assert page.count('<mark class="hit">login</mark>') == 3
    assert "3 fit, newest first." in page
    for address in ("kind=complaint", "mood=low", "since=2026-03-01"):
        assert address in page
    assert "1 fits, newest first." in await shown(reader, q="login", mood="high")


async def test_a_meaning_is_waited_for_and_then_shown(reader, send, answer):
    await send(["login crash one", "I love the login", "delivery late"])
    assert "Searching by meaning…" in await shown(reader, **QUESTION)
    await answer()
    page = await shown(reader, **QUESTION)
    assert "2 are near to the question" in page
    assert "delivery late" not in page
    assert "1 is near to the question" in await shown(reader, **QUESTION, kind="praise")


async def test_an_empty_list_says_what_to_try(reader, send, answer):
    await send(["delivery late"])
    assert "by=meaning" in await shown(reader, q="zebra")
    assert "There is no word to look for" in await shown(reader, q="!?")
    await shown(reader, **QUESTION)
    await answer()
    assert "Nothing is near to this" in await shown(reader, **QUESTION)


async def test_who_asks_by_one_word_is_told_to_ask_in_a_sentence(reader, send, answer):
    await send(["결제 오류가 나요", "delivery late"])
    one = {"q": "결제", "by": "meaning"}
    await shown(reader, **one)
    await answer()
    page = await shown(reader, **one)
    assert "Ask in a whole sentence, as a customer would say it, to find more." in page
    assert '<mark class="hit">결제</mark>' in page
    asked = {"q": "why does the payment fail?", "by": "meaning"}
    await shown(reader, **asked)
    await answer()
    assert "to find more." not in await shown(reader, **asked)
