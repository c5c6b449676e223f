"""What others wrote about somebody who was erased names them no more, and says the rest."""

import re
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pymongo.asynchronous.database import AsyncDatabase

from tests.resting import resting
from tests.surveying import publish, response
from voc.history.mentions import is_telling, masked

pytestmark = pytest.mark.asyncio(loop_scope="session")

PEOPLE = [("Quillon Zbornakova", "My colleague {} cannot pay either"), ("남궁해솔", "{}님도 결제가 안 된대요")]


@pytest.mark.parametrize(("name", "sentence"), PEOPLE)
async def test_others_name_them_no_more(
    caller: Any, engine: Any, database: AsyncDatabase[Any], name: str, sentence: str
) -> None:
    await caller.http.post("/v1/customers", json={"id": "u1", "name": name})
    text = sentence.format(name)
    said = {"submission_id": "1", "text": f"{text} 010-1234-5678", "channel": "api", "customer": "u2"}
    id_ = (await caller.http.post("/v1/feedback", json=said)).json()["id"]
    other = {"submission_id": "2", "text": "Nothing to do with anybody", "channel": "api", "customer": "u3"}
    await caller.http.post("/v1/feedback", json=other)
    await caller.http.post("/v1/feedback", json=said | {"submission_id": "3", "text": name, "customer": "u1"})
    survey = await publish(caller)
    body = response(survey, answers={"nps": 3, "why": text}, customer="u4")
    assert (await caller.http.post("/v1/responses", json=body)).status_code == 202
    await engine.settle()
    assert len((await caller.http.get("/v1/feedback", params={"q": name})).json()["items"]) == 3
    found = (await caller.http.delete("/v1/customers/u1")).json()["removed"]
    assert found["mentions"] == 2
    kept = (await caller.http.get(f"/v1/feedback/{id_}")).json()
    assert kept["text"] == sentence.format("•" * len(name)) + " [PHONE]"
    everything = await resting(database, caller.workspace)
    assert [place for place, rows in everything.items() if name.casefold() in rows.casefold()] == []
    word = "결제" if name.startswith("남") else "colleague"
    assert len((await caller.http.get("/v1/feedback", params={"q": word})).json()["items"]) == 2
    assert (await caller.http.get("/v1/feedback", params={"q": name})).json()["items"] == []
    assert (await caller.http.get(f"/v1/feedback/{id_}/verbatim")).json()["text"] == kept["text"]


@pytest.mark.parametrize(
    ("name", "tells"),
    [("Rose", False), ("하나", False), ("Kim", False), ("Rose Kim", True), ("김하나", True), ("", False)],
)
async def test_a_name_that_is_a_word_is_left(name: str, tells: bool) -> None:
    assert is_telling(name) is tells


@given(st.text(max_size=30), st.text(max_size=30))
async def test_masking_moves_nothing(before: str, after: str) -> None:
    text = f"{before}Ann Lee{after}"
    hidden = masked(text, re.compile("Ann Lee"))
    assert len(hidden) == len(text)
    assert "Ann Lee" not in hidden
