"""A tab may die at any moment after an answer; `python -m tests.chaos.tabs` does this a hundred times."""

from collections import Counter

from tests.chaos.tabs import SURVEY, kill_tabs, place
from tests.widget.conftest import Stage


async def test_every_answer_of_a_killed_tab_arrives_exactly_once(stage: Stage) -> None:
    survey = await stage.survey_of(questions=SURVEY["questions"], hidden=SURVEY["hidden"], targeting={})

    def page_of(turn: int) -> str:
        return stage.page(place(survey["id"], turn) if turn >= 0 else "")

    async def arrived() -> "Counter[int]":
        return Counter(int(row["hidden"]["turn"]) for row in await stage.responses() if row["finished"])

    found = await kill_tabs(await stage.context(), page_of, arrived, kills=10, seed=2)
    assert found == dict.fromkeys(range(10), 1)
