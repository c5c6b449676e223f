"""Two authors at once, and the editor with HTMX: nothing is overwritten, nothing moves under one's hands."""

from collections.abc import AsyncIterator

import pytest_asyncio
from litestar import Litestar

from tests.conftest import Caller, Watch
from tests.people import member
from tests.surveys.authoring import Author, new_survey


@pytest_asyncio.fixture(loop_scope="session")
async def authors(app: Litestar, caller: Caller, watch: Watch) -> AsyncIterator[tuple[Author, Author]]:
    """Two colleagues with the same question open."""
    id_ = await new_survey(caller.workspace, watch())
    async with member(app, caller.workspace, watch) as one, member(app, caller.workspace, watch) as two:
        both = Author(one.http, caller.workspace, id_), Author(two.http, caller.workspace, id_)
        for author in both:
            await author.look(part="questions:why")
        yield both


async def test_who_was_slower_is_told_and_loses_nothing(authors: tuple[Author, Author]) -> None:
    fast, slow = authors
    await fast.press("", text="Why, in short?")
    answer = await slow.press("", text="Why on earth?")
    assert answer.status_code == 409
    assert "A colleague changed this part meanwhile." in answer.text
    assert "Why on earth?" in answer.text
    assert (await slow.draft())["questions"][1]["text"]["en"] == "Why, in short?"
    slow.page = answer.text
    await slow.press("force")
    assert (await slow.draft())["questions"][1]["text"]["en"] == "Why on earth?"


async def test_colleagues_at_different_questions_never_meet(authors: tuple[Author, Author]) -> None:
    one, two = authors
    await two.look(part="questions:nps")
    await one.press("", text="Why, in short?")
    assert (await two.press("down:questions:nps", text="How likely is it?")).status_code == 303
    draft = await one.draft()
    assert [question["text"]["en"] for question in draft["questions"]] == [
        "Why, in short?", "How likely is it?", "Which plan?",
    ]  # fmt: skip


async def test_the_same_change_twice_is_no_conflict(authors: tuple[Author, Author]) -> None:
    one, two = authors
    await one.press("", text="Why, in short?")
    assert (await two.press("", text="Why, in short?")).status_code == 303


async def test_a_question_that_a_colleague_removed_is_said_with_what_was_typed(authors: tuple[Author, Author]) -> None:
    one, two = authors
    await one.press("remove:questions:why")
    answer = await two.press("", text="A long and careful text")
    assert answer.status_code == 409
    assert "A colleague removed this part meanwhile." in answer.text
    assert "A long and careful text" in answer.text


async def test_while_typing_only_what_stands_around_the_form_comes_back(authors: tuple[Author, Author]) -> None:
    author, _ = authors
    answer = await author.press("", htmx=True, text="Why so?")
    assert answer.headers["hx-reswap"] == "none"
    assert "<textarea" not in answer.text
    assert 'id="says-questions-why" hx-swap-oob="true">Why so?' in answer.text
    assert "Why so?" in answer.text.split("data-draft")[1]
    base = answer.text.split('id="base" name="base" value="')[1][:16]
    again = await author.press("", htmx=True, text="Why so, then?", base=base)
    assert again.status_code == 200


async def test_a_button_brings_the_editor_back_and_an_address(authors: tuple[Author, Author]) -> None:
    author, _ = authors
    answer = await author.press("add:csat", htmx=True)
    assert "part=questions%3Acsat" in answer.headers["hx-push-url"]
    assert answer.text.lstrip().startswith("<div")
    assert 'id="editor-head" hx-swap-oob="true"' in answer.text
    assert answer.text.count('id="notice"') == 1


async def test_a_conflict_while_typing_leaves_the_form_alone(authors: tuple[Author, Author]) -> None:
    fast, slow = authors
    await fast.press("", text="Why, in short?")
    answer = await slow.press("", htmx=True, text="Why on earth?")
    assert answer.status_code == 409
    assert answer.headers["hx-reswap"] == "none"
    assert 'value="force"' in answer.text
    assert "<textarea" not in answer.text
