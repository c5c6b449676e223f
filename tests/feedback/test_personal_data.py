"""Personal data is out of sight before anybody reads a verbatim, and kept for whoever asks by name."""

import pytest
import pytest_asyncio

from tests.people import member
from voc.values import Scope

WRITTEN = "환불이 안 돼요. 010-2345-6789 로 연락 주세요."
SHOWN = "환불이 안 돼요. [PHONE] 로 연락 주세요."


@pytest_asyncio.fixture(loop_scope="session")
async def said(caller):
    """Id of a verbatim with a phone number, by a customer."""
    body = {"submission_id": "s-1", "text": WRITTEN, "channel": "review", "customer": "c-1"}
    return (await caller.http.post("/v1/feedback", json=body)).json()["id"]


async def test_a_phone_number_is_nowhere_in_what_is_stored_and_shown(caller, said, database):
    row = (await caller.http.get(f"/v1/feedback/{said}")).json()
    assert row["text"] == SHOWN
    assert [(each["kind"], WRITTEN[each["start"] : each["end"]]) for each in row["hidden"]] == [
        ("phone", "010-2345-6789")
    ]
    assert "2345" not in repr(await database.feedback.find_one({"_id": said}))
    assert (await caller.http.get("/v1/feedback", params={"q": "2345"})).json()["items"] == []


async def test_what_was_written_is_kept_for_administrators_and_their_looking_is_on_record(
    caller, new_caller, said, database
):
    reader = await new_caller(Scope.read, Scope.write, workspace=caller.workspace)
    assert (await reader.http.get(f"/v1/feedback/{said}/verbatim")).status_code == 403
    assert (await caller.http.get(f"/v1/feedback/{said}/verbatim")).json() == {"text": WRITTEN}
    event = await database.customer_events.find_one({"workspace": caller.workspace, "kind": "verbatim_revealed"})
    assert event["fields"]["feedback"] == said


async def test_a_stranger_sees_no_verbatim(new_caller, said):
    stranger = await new_caller()
    assert (await stranger.http.get(f"/v1/feedback/{said}/verbatim")).status_code == 404


async def test_the_same_text_again_is_the_same_submission(caller, said):
    body = {"submission_id": "s-1", "text": WRITTEN, "channel": "review", "customer": "c-1"}
    assert (await caller.http.post("/v1/feedback", json=body)).json() == {"status": "duplicate", "id": said}


@pytest.mark.parametrize("text", ["배송이 3일 걸렸어요", "It costs $1,299.00", "고객센터 1588-1234 통화가 안돼요"])
async def test_what_is_nobodys_stays(caller, text, database):
    body = {"submission_id": "s-1", "text": text, "channel": "review"}
    id_ = (await caller.http.post("/v1/feedback", json=body)).json()["id"]
    row = (await caller.http.get(f"/v1/feedback/{id_}")).json()
    assert (row["text"], row["hidden"]) == (text, [])
    assert (await database.feedback.find_one({"_id": id_}))["verbatim"] is None
    assert (await caller.http.get(f"/v1/feedback/{id_}/verbatim")).json() == {"text": text}


async def test_a_colleague_may_have_it_shown_on_the_page(app, caller, said, watch):
    async with member(app, caller.workspace, watch) as person:
        page = (await person.http.get(f"/feedback/{said}")).text
        assert ("2345-6789" in page, "phone number" in page, "Show what was written" in page) == (False, True, True)
        shown = await person.send(f"/feedback/{said}/reveal", {}, form=f"/feedback/{said}")
        assert ("010-2345-6789" in shown.text, shown.headers["cache-control"]) == (True, "no-store")
