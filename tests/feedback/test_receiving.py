"""Feedback comes in once, whatever the sender repeats, and is there before anyone says so."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from voc.feedback import periods
from voc.values import Scope
from voc.web.pagination import to_cursor


def verbatim(submission_id="s-1", **fields):
    return {"submission_id": submission_id, "text": "The app logs me out at payment.", "channel": "email"} | fields


async def test_a_stranger_is_turned_away(caller):
    answer = await caller.http.post("/v1/feedback", json=verbatim(), headers={"authorization": ""})
    assert answer.status_code == 401
    assert answer.headers["content-type"].startswith("application/problem+json")


async def test_a_missing_id_answers_404(caller):
    answer = await caller.http.get("/v1/feedback/fb_nothing")
    assert (answer.status_code, answer.json()["status"]) == (404, 404)


async def test_what_was_acknowledged_is_stored(caller):
    answer = await caller.http.post("/v1/feedback", json=verbatim(customer="c-1", rating=2))
    assert answer.status_code == 202
    stored = (await caller.http.get(f"/v1/feedback/{answer.json()['id']}")).json()
    assert stored["text"] == "The app logs me out at payment."
    assert (stored["rating"], stored["customer_ref"], stored["state"]) == (2, "c-1", "pending")


async def test_the_same_submission_answers_the_same_id(caller):
    first = await caller.http.post("/v1/feedback", json=verbatim())
    again = await caller.http.post("/v1/feedback", json=verbatim())
    assert (again.status_code, again.json()) == (202, {"status": "duplicate", "id": first.json()["id"]})
    assert (await caller.http.get("/v1/stats")).json()["feedback"]["total"] == 1


async def test_the_same_id_with_another_body_is_a_conflict(caller):
    await caller.http.post("/v1/feedback", json=verbatim())
    answer = await caller.http.post("/v1/feedback", json=verbatim(text="Something else."))
    assert (answer.status_code, answer.json()["type"]) == (409, "urn:voc:problem:submission-conflict")


async def test_another_workspace_may_use_the_same_submission_id_and_sees_nothing_of_ours(caller, new_caller):
    mine = (await caller.http.post("/v1/feedback", json=verbatim())).json()["id"]
    other = await new_caller()
    assert (await other.http.post("/v1/feedback", json=verbatim())).json()["status"] == "stored"
    assert (await other.http.get(f"/v1/feedback/{mine}")).status_code == 404
    assert (await other.http.patch(f"/v1/feedback/{mine}", json={"kind": "praise"})).status_code == 404


async def test_a_list_answers_for_each_item_and_a_bad_one_rejects_only_itself(caller):
    body = [verbatim("a"), {"submission_id": "b"}, verbatim("a"), verbatim("a", text="Other"), verbatim("c", rating=9)]
    items = (await caller.http.post("/v1/feedback", json=body)).json()["items"]
    assert [item["status"] for item in items] == ["stored", "rejected", "duplicate", "conflict", "rejected"]
    assert "text: Field required" in items[1]["error"]
    assert "out of range 0 to 5" in items[4]["error"]


async def test_a_list_over_the_limit_is_refused_whole(caller):
    answer = await caller.http.post("/v1/feedback", json=[verbatim(str(n)) for n in range(1001)])
    assert answer.status_code == 400
    assert (await caller.http.get("/v1/stats")).json()["feedback"]["total"] == 0


async def test_the_publishable_key_may_not_send_feedback(caller, new_caller):
    publishable = await new_caller(Scope.survey, workspace=caller.workspace)
    assert (await publishable.http.post("/v1/feedback", json=verbatim())).status_code == 403
    assert (await publishable.http.get("/v1/feedback")).status_code == 403


@pytest.mark.parametrize(
    "body",
    [
        b"\xff\xfe",
        b"[" * 100_000,
        b'{"text": "\\ud800"}',
        b'{"text": "a\\u0000b"}',
        b"NaN",
        b'{"rating": NaN}',
        b'{"rating": 36893488147419103232}',
        b"",
        b"{",
        b'"text"',
        b"null",
    ],
)
async def test_hostile_json_answers_400(caller, body):
    answer = await caller.http.post("/v1/feedback", content=body, headers={"content-type": "application/json"})
    assert answer.status_code == 400


async def test_only_json_is_read(caller):
    answer = await caller.http.post("/v1/feedback", content=b"{}", headers={"content-type": "text/plain"})
    assert answer.status_code == 415


async def test_newest_comes_first_and_pages_join_without_gap_or_repetition(caller):
    body = [verbatim(str(n), occurred_at=f"2026-02-{n:02d}T08:00:00Z") for n in range(1, 24)]
    await caller.http.post("/v1/feedback", json=body)
    seen, cursor = [], None
    while True:
        params = {"limit": 5} | ({"cursor": cursor} if cursor else {})
        found = (await caller.http.get("/v1/feedback", params=params)).json()
        seen += [item["occurred_at"][:10] for item in found["items"]]
        if not (cursor := found["next"]):
            break
    assert seen == [f"2026-02-{n:02d}" for n in range(23, 0, -1)]


async def test_filters_narrow_the_list(caller):
    body = [
        verbatim("1", channel="sms", customer="c-1", occurred_at="2026-01-05T00:00:00Z"),
        verbatim("2", text="결제할 때 앱이 자꾸 꺼져요", occurred_at="2026-01-06T00:00:00Z"),
        verbatim("3", text="100% (really) [sic]", occurred_at="2026-01-07T00:00:00Z"),
    ]
    await caller.http.post("/v1/feedback", json=body)

    async def found(**params):
        items = (await caller.http.get("/v1/feedback", params=params)).json()["items"]
        return [item["text"][:9] for item in items]

    assert await found(q="앱이") == ["결제할 때 앱이 "]
    assert await found(q="(REALLY) [") == ["100% (rea"]
    assert await found(since="2026-01-06T00:00:00Z", until="2026-01-07T00:00:00Z") == ["결제할 때 앱이 "]
    assert await found(channel="sms") == ["The app l"]
    assert await found(state="analysed") == []


async def test_a_correction_stays_and_is_counted(caller):
    id_ = (await caller.http.post("/v1/feedback", json=verbatim())).json()["id"]
    changed = await caller.http.patch(f"/v1/feedback/{id_}", json={"kind": "question"})
    assert (changed.json()["kind"], changed.json()["corrected"]) == ("question", ["kind"])
    for wrong in ({"kind": "nonsense"}, {"kind": None}, {"sentiment": None}, {"theme": "th_nothing"}):
        assert (await caller.http.patch(f"/v1/feedback/{id_}", json=wrong)).status_code == 400


@pytest.mark.parametrize(
    ("at", "why"),
    [
        ("9999-12-31T23:59:59-10:00", "no time in UTC"),
        ("0001-01-01T00:00:00+10:00", "no time in UTC"),
        ("9999-12-31T23:59:59Z", "in the future"),
        ("2206-03-01T00:00:00Z", "in the future"),
        ("1989-12-31T23:59:59Z", "before 1990"),
    ],
)
async def test_an_impossible_time_rejects_only_its_item(caller, at, why):
    body = [verbatim("1"), verbatim("2", occurred_at=at)]
    first, second = (await caller.http.post("/v1/feedback", json=body)).json()["items"]
    assert (first["status"], second["status"], why in second["error"]) == ("stored", "rejected", True)
    assert (await caller.http.post("/v1/feedback", json=body[1])).status_code == 400


async def test_the_same_moment_in_another_zone_is_the_same_submission(caller):
    await caller.http.post("/v1/feedback", json=verbatim(occurred_at="2026-02-01T09:00:00+09:00"))
    again = await caller.http.post("/v1/feedback", json=verbatim(occurred_at="2026-02-01T00:00:00Z"))
    assert again.json()["status"] == "duplicate"


@pytest.mark.parametrize(
    ("params", "status", "count"),
    [
        ({"since": "0001-01-01T00:00:00+09:00"}, 400, None),
        ({"until": "9999-12-31T23:59:59-09:00"}, 400, None),
        ({"since": "2026-01-01T00:00:00"}, 400, None),
        ({"since": "0300-01-01T00:00:00Z"}, 200, 1),
        ({"until": "0300-01-01T00:00:00Z"}, 200, 0),
        ({"until": "9999-12-31T23:59:59Z"}, 200, 1),
        ({"cursor": to_cursor(7)}, 400, None),
        ({"cursor": to_cursor(1e300)}, 400, None),
    ],
)
async def test_edges_of_a_list_never_break_it(caller, params, status, count):
    await caller.http.post("/v1/feedback", json=verbatim())
    answer = await caller.http.get("/v1/feedback", params=params)
    assert answer.status_code == status
    assert count is None or len(answer.json()["items"]) == count


@pytest.mark.parametrize("text", ["9999-12-31", "0001-01-01", "2026-13-01", "soon", "", None])
def test_any_date_in_the_address_of_the_page_is_read(text):
    for after in (0, 1):
        end = periods.day(text, after=after)
        assert end is None or end.year >= 1990


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(texts=st.lists(st.text(min_size=1, max_size=40).filter(lambda t: t.strip() and "\0" not in t), max_size=6))
async def test_any_text_comes_back_as_it_was_sent(caller, texts):
    encodable = [text for text in texts if text == text.encode("utf-8", "ignore").decode()]
    body = [verbatim(f"{hash(text)}-{n}", text=text) for n, text in enumerate(encodable)]
    items = (await caller.http.post("/v1/feedback", json=body)).json()["items"] if body else []
    for text, item in zip(encodable, items, strict=True):
        assert (await caller.http.get(f"/v1/feedback/{item['id']}")).json()["text"] == text
