"""The editor without JavaScript: plain forms, each of which saves what was typed and does what its button says."""

from collections.abc import AsyncIterator

import pytest_asyncio
from litestar import Litestar

from tests.conftest import Caller, Watch
from tests.people import member
from tests.surveys.authoring import Author, new_survey
from voc.accounts.domain import Role
from voc.surveys import queries
from voc.surveys.questions import TYPES


@pytest_asyncio.fixture(loop_scope="session")
async def author(app: Litestar, caller: Caller, watch: Watch) -> AsyncIterator[Author]:
    """Somebody who writes a survey of three questions."""
    id_ = await new_survey(caller.workspace, watch())
    async with member(app, caller.workspace, watch) as browser:
        made = Author(browser.http, caller.workspace, id_)
        await made.look()
        yield made


async def test_the_page_shows_questions_in_order_and_what_keeps_them_from_going_live(author: Author) -> None:
    assert author.page.index("How likely?") < author.page.index("Why?") < author.page.index("Which plan?")
    assert "Publish version 1" in author.page
    assert "About" in author.page


async def test_a_question_is_added_behind_the_open_one_and_opened(author: Author) -> None:
    await author.press("open:questions:nps")
    answer = await author.press("add:csat")
    assert answer.status_code == 303
    assert "part=questions%3Acsat" in answer.headers["location"]
    assert await author.ids() == ["nps", "csat", "why", "plan"]
    assert 'name="look" value="faces" checked' in author.page


async def test_what_was_typed_is_saved_with_any_button(author: Author) -> None:
    await author.press("open:questions:why")
    await author.press("down:questions:why", text="Why is that?", help="In a word or two", required="yes")
    draft = await author.draft()
    why = draft["questions"][2]
    assert (why["text"]["en"], why["text"]["ko"]) == ("Why is that?", "왜요?")
    assert (why["help"], why["required"]) == ({"en": "In a word or two"}, True)
    assert await author.ids() == ["nps", "plan", "why"]


async def test_a_form_that_nobody_touched_changes_nothing(author: Author) -> None:
    before = await queries.one(author.workspace, author.id)
    for part in ("questions:nps", "questions:why", "questions:plan", "settings"):
        await author.press(f"open:{part}")
    await author.press("")
    after = await queries.one(author.workspace, author.id)
    assert after.revision == before.revision


async def test_every_type_of_question_survives_its_own_form(author: Author) -> None:
    for type_ in TYPES:
        await author.press(f"add:{type_}")
        before = await author.draft()
        assert (await author.press("")).status_code == 303, type_
        assert await author.draft() == before, type_
    assert len(await author.ids()) == 3 + len(TYPES)


async def test_removing_offers_to_undo_and_undoing_restores_exactly(author: Author) -> None:
    before = await author.draft()
    await author.press("remove:questions:why")
    assert await author.ids() == ["nps", "plan"]
    assert "Removed." in author.page
    await author.press("restore")
    assert await author.draft() == before


async def test_undoing_outlives_typing_elsewhere(author: Author) -> None:
    await author.press("open:questions:nps")
    await author.press("remove:questions:why")
    answer = await author.press("", htmx=True, text="How likely is it?")
    assert "Removed." in answer.text
    await author.press("restore", text="How likely is it?")
    draft = await author.draft()
    assert [question["text"]["en"] for question in draft["questions"]] == ["How likely is it?", "Why?", "Which plan?"]


async def test_a_large_question_can_be_undone_as_well(author: Author) -> None:
    await author.press("add:dropdown")
    for at in range(60):
        await author.press("item_add:choices")
        texts = [f"{each:x}{at}{'가나다라마바사'[at % 7]}" * 9 for each in range(4 + at)]
        if at % 20 == 19:
            await author.press("", **{"choices.text": texts})
    before = await author.draft()
    answer = await author.press("remove:questions:dropdown")
    assert answer.status_code in (200, 303)
    author.page = answer.text or author.page
    await author.press("restore")
    assert await author.draft() == before


async def test_a_forged_undo_is_none(author: Author) -> None:
    page = await author.look(undo="0" * 32 + "eJyrVkrOz8nPL1KyUlBKLEpVqgUAJ0wE8Q==")
    assert "Removed." not in page
    await author.press("restore", removed="nonsense")
    assert await author.ids() == ["nps", "why", "plan"]


async def test_choices_are_added_moved_renamed_and_removed(author: Author) -> None:
    await author.press("open:questions:plan")
    await author.press("item_add:choices")
    await author.press("item_up:choices:2", **{"choices.text": ["Free", "Pro", "Team"]})
    plan = (await author.draft())["questions"][2]
    assert [choice["text"]["en"] for choice in plan["choices"]] == ["Free", "Team", "Pro"]
    assert plan["choices"][0]["text"]["ko"] == "무료"
    await author.press("item_remove:choices:0")
    assert [choice["id"] for choice in (await author.draft())["questions"][2]["choices"]] == ["choice_3", "pro"]
    await author.press("restore")
    assert len((await author.draft())["questions"][2]["choices"]) == 3


async def test_another_language_is_written_beside_the_first(author: Author) -> None:
    await author.press("language_add:ja")
    assert "5 texts are missing" in author.page
    await author.press("open:questions:why")
    assert 'placeholder="Why?"' in author.page
    await author.press("", text="なぜですか")
    assert (await author.draft())["questions"][1]["text"] == {"en": "Why?", "ko": "왜요?", "ja": "なぜですか"}
    await author.press("language_remove:ja")
    assert (await author.draft())["languages"] == ["en", "ko"]


async def test_endings_and_fields_are_kept(author: Author) -> None:
    await author.press("add_ending")
    await author.press("", title="Thanks!", **{"button.text": "Home", "button.url": "https://example.com"})
    await author.press("open:settings")
    await author.press("", name="Checkout 2", hidden=["order", ""],
                       **{"variables.id": ["points"], "variables.initial": ["5"]})  # fmt: skip
    draft = await author.draft()
    assert draft["endings"][0]["title"]["en"] == "Thanks!"
    assert draft["endings"][0]["button"] == {"text": {"en": "Home"}, "url": "https://example.com"}
    assert (draft["name"], draft["hidden"], draft["variables"]) == (
        "Checkout 2", ["order"], [{"id": "points", "initial": 5}],
    )  # fmt: skip


async def test_publishing_saves_freezes_and_says_so(author: Author) -> None:
    await author.press("open:questions:why")
    await author.press("publish", text="Why so?")
    survey = await queries.one(author.workspace, author.id)
    assert (survey.state, survey.version, survey.changed) == ("published", 1, False)
    assert "version 1 is live" in author.page
    await author.press("remove:questions:why")
    assert "1 question removed" in author.page
    live = await queries.published(author.id)
    assert live.definition.questions[1].text["en"] == "Why so?"


async def test_a_mistake_stands_beside_its_question_and_blocks_publishing(author: Author) -> None:
    await author.press("open:questions:plan")
    await author.press("", text="")
    await author.look(language_in="ko", part="questions:plan")
    await author.press("", text="")
    assert "There are no words yet." in author.page
    answer = await author.press("publish")
    assert answer.status_code == 409
    assert "Not published" in answer.text
    assert (await queries.one(author.workspace, author.id)).state == "draft"


async def test_what_cannot_be_kept_stays_in_the_form(author: Author) -> None:
    await author.press("open:settings")
    answer = await author.press("", hidden=["Order Number!"])
    assert answer.status_code == 400
    assert "Not saved" in answer.text
    assert "Order Number!" in answer.text


async def test_readers_see_and_change_nothing(app: Litestar, author: Author, watch: Watch) -> None:
    async with member(app, author.workspace, watch, Role.viewer) as browser:
        reader = Author(browser.http, author.workspace, author.id)
        page = await reader.look()
        assert "How likely?" in page
        assert "Add a question" not in page
        assert (await reader.press("remove:questions:why")).status_code == 403


async def test_strangers_find_nothing(app: Litestar, author: Author, new_caller, watch: Watch) -> None:  # type: ignore[no-untyped-def]
    other = await new_caller()
    async with member(app, other.workspace, watch) as browser:
        for path in (f"/surveys/{author.id}/edit", f"/surveys/{author.id}/preview", "/surveys/srv_none/edit"):
            assert (await browser.http.get(path)).status_code == 404


async def test_the_preview_may_stand_in_a_frame_of_our_own_only(author: Author) -> None:
    answer = await author.http.get(f"/surveys/{author.id}/preview")
    assert "frame-ancestors 'self'" in answer.headers["content-security-policy"]
    assert "How likely?" in answer.text
