"""What a respondent said becomes feedback once, however often the response is saved and passed on."""

from datetime import timedelta

import pytest

from tests.engine import declared_tasks, engine  # noqa: F401  pytest finds fixtures by name
from tests.surveying import Visitor, publish, response


@pytest.fixture
async def passed_on(caller, watch, engine):  # noqa: F811
    """Sends saves of one response, each left long enough to be passed on; returns the verbatims."""

    async def send(*saves):
        body = response(await publish(caller), finished=False)
        for save in saves:
            assert (await Visitor(caller).send("/responses", body | save)).status_code == 202
            watch.turn(timedelta(hours=1))
            await engine.settle()
        return sorted(item["text"] for item in (await caller.http.get("/v1/feedback")).json()["items"])

    return send


async def test_the_same_words_with_a_later_score_are_said_once(passed_on):
    first = {"answers": {"why": "Slow."}, "sequence": 1}
    assert await passed_on(first, {"answers": {"why": "Slow.", "nps": 3}, "sequence": 2, "finished": True}) == ["Slow."]


async def test_other_words_are_said_as_well_with_numbers_or_without(passed_on):
    saves = [{"answers": {"why": words}} for words in ("Slow.", "Very slow.", "Too slow.", "Slow.")]
    assert await passed_on(*saves) == ["Slow.", "Too slow.", "Very slow."]


async def test_a_control_character_is_no_verbatim_and_parks_nothing(passed_on, caller, database):
    assert await passed_on({"answers": {"nps": 1, "why": "\x85"}}) == []
    row = await database.responses.find_one({"workspace": caller.workspace})
    assert (row["state"], row["attempts"]) == ("done", 0)
