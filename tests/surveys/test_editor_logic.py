"""Rules as sentences: every select of one says what is stored, and what no sentence says is kept."""

from collections.abc import AsyncIterator
from typing import Any

import pytest
import pytest_asyncio
from litestar import Litestar

from tests.conftest import Caller, Watch
from tests.people import member
from tests.surveys.authoring import Author, new_survey


@pytest_asyncio.fixture(loop_scope="session")
async def author(app: Litestar, caller: Caller, watch: Watch) -> AsyncIterator[Author]:
    """Somebody at the first question, with an ending and a variable at hand."""
    endings = [{"id": "sorry", "title": {"en": "We are sorry"}}]
    id_ = await new_survey(caller.workspace, watch(), endings=endings, variables=[{"id": "points", "initial": 0}])
    async with member(app, caller.workspace, watch) as browser:
        made = Author(browser.http, caller.workspace, id_)
        await made.look(part="questions:nps")
        yield made


async def rules(author: Author, at: int = 0) -> list[dict[str, Any]]:
    return (await author.draft())["questions"][at]["rules"]


async def test_a_new_rule_is_a_whole_sentence_about_the_own_answer(author: Author) -> None:
    await author.press("rule_add")
    assert await rules(author) == [
        {
            "when": {"all": [{"on": "answer:nps", "is": "less", "value": 7}]},
            "then": [{"do": "jump", "to": "plan"}],
        }
    ]


async def test_a_sentence_is_said_with_selects(author: Author) -> None:
    await author.press("rule_add")
    await author.press("", **{"when.0.0.is": "at_most", "when.0.0.value": "6", "then.0.0.what": "end:sorry"})
    assert await rules(author) == [
        {
            "when": {"all": [{"on": "answer:nps", "is": "at_most", "value": 6}]},
            "then": [{"do": "end", "ending": "sorry"}],
        }
    ]


async def test_another_subject_brings_other_verbs_and_values(author: Author) -> None:
    await author.press("open:questions:plan")
    await author.press("rule_add")
    assert (await rules(author, 2))[0]["when"]["all"] == [{"on": "answer:plan", "is": "equals", "value": "free"}]
    await author.press("open:questions:plan", **{"when.0.0.is": "in"})
    await author.press("", **{"when.0.0.value": ["free", "pro"]})
    assert (await rules(author, 2))[0]["when"]["all"][0]["value"] == ["free", "pro"]
    await author.press("open:questions:plan", **{"when.0.0.on": "answer:nps"})
    test = (await rules(author, 2))[0]["when"]["all"][0]
    assert (test["on"], test["is"], test["value"]) == ("answer:nps", "less", 7)
    await author.press("open:questions:plan", **{"when.0.0.is": "between"})
    await author.press("", **{"when.0.0.value": ["3", "7"]})
    assert (await rules(author, 2))[0]["when"]["all"][0]["value"] == [3, 7]


async def test_several_conditions_and_steps_make_one_rule(author: Author) -> None:
    await author.press("rule_add")
    await author.press("when_add:0")
    await author.press("then_add:0")
    await author.press("open:questions:nps", **{
        "mode.0": "any", "when.0.1.on": "customer:", "then.0.1.what": "calculate:points",
    })  # fmt: skip
    await author.press("", **{
        "when.0.1.attribute": "tier", "when.0.1.is": "equals",
            "when.0.1.value": "gold", "then.0.1.operation": "add", "then.0.1.amount": "2.5",
    })  # fmt: skip
    (rule,) = await rules(author)
    assert rule["when"]["any"][1] == {"on": "customer:tier", "is": "equals", "value": "gold"}
    assert rule["then"][1] == {"do": "calculate", "variable": "points", "operation": "add", "value": 2.5}
    await author.press("", **{"then.0.1.from": "answer:nps"})
    assert (await rules(author))[0]["then"][1]["value"] == {"from": "answer:nps"}
    await author.press("when_remove:0:0")
    await author.press("then_remove:0:0")
    (rule,) = await rules(author)
    assert [len(rule["when"]["any"]), len(rule["then"])] == [1, 1]
    await author.press("rule_remove:0")
    assert await rules(author) == []
    await author.press("restore")
    assert await rules(author) == [rule]


async def test_a_deeper_condition_is_kept_as_it_is(author: Author, watch: Watch) -> None:
    deep = {"all": [{"any": [{"on": "answer:nps", "is": "answered", "value": None}]}, {"all": []}]}
    kept = {"when": deep, "then": [{"do": "jump", "to": "plan"}]}
    question = {"id": "nps", "type": "nps", "text": {"en": "Q"}, "rules": [kept]}
    last = {"id": "plan", "type": "text", "text": {"en": "P"}}
    author.id = await new_survey(author.workspace, watch(), questions=[question, last])
    author.path = f"/surveys/{author.id}/edit"
    page = await author.look(part="questions:nps")
    assert "It is kept as it is" in page
    await author.press("", text="Q?")
    assert await rules(author) == [kept]


async def test_removing_what_a_rule_names_is_told_and_undone(author: Author) -> None:
    await author.press("rule_add")
    await author.press("remove:questions:plan")
    assert "A rule leads to “plan”, which is not there." in author.page
    await author.press("restore")
    assert "which is not there." not in author.page


@pytest.mark.parametrize("do", ["rule_remove:9", "when_add:x", "when_remove:0:9", "nonsense", "place:questions:nps:x"])
async def test_buttons_of_an_old_page_change_nothing(author: Author, do: str) -> None:
    before = await author.draft()
    assert (await author.press(do)).status_code == 303
    assert await author.draft() == before
