"""What customers agreed to, from the columns of a table."""

import asyncio
from datetime import timedelta
from typing import Any

import pytest

from tests.people import member

HEAD = "id,email,consent_email,consent_sms_night,consent_email_survey,consent_at,consent_text_version\n"
TABLE = (
    HEAD
    + "C-1,kim@example.test,yes,N,,2025-11-03 09:00,2025-3\n"
    + "C-2,lee@example.test,동의,,no,,\nC-3,park@example.test,,,,,\n"
)


async def sent(caller: Any, text: str) -> dict[str, Any]:
    """The answer to an import."""
    kind = {"content-type": "text/csv; charset=utf-8"}
    answer = await caller.http.post("/v1/customers/import", content=text.encode(), headers=kind)
    assert answer.status_code == 200, answer.text
    told: dict[str, Any] = answer.json()
    return told


async def decided(caller: Any, customer: str) -> dict[tuple[str, str], dict[str, Any]]:
    """The decisions that count, by channel and purpose."""
    found = (await caller.http.get(f"/v1/customers/{customer}/consents")).json()["items"]
    return {(each["channel"], each["purpose"]): each for each in reversed(found)}


async def test_consents_come_in_with_their_words_and_time(caller: Any, watch: Any) -> None:
    told = await sent(caller, TABLE)
    assert (told["created"], told["rejected"]) == (3, [])
    first, second = await decided(caller, "C-1"), await decided(caller, "C-2")
    assert {key: each["given"] for key, each in first.items()} == {
        ("email", "advertising"): True,
        ("sms", "night"): False,
    }
    agreed = first["email", "advertising"]
    assert (agreed["at"], agreed["text_version"]) == ("2025-11-03T00:00:00Z", "2025-3"), "Seoul's time"
    assert {key: each["given"] for key, each in second.items()} == {
        ("email", "advertising"): True,
        ("email", "survey"): False,
    }
    assert second["email", "survey"]["at"] == f"{watch():%Y-%m-%dT%H:%M:%SZ}"
    assert await decided(caller, "C-3") == {}
    one = (await caller.http.get("/v1/customers/C-1")).json()
    assert one["attributes"] == {}
    events = (await caller.http.get("/v1/customers/C-1/timeline")).json()["items"]
    assert len([each for each in events if each["fields"].get("channel") or "consent" in str(each)]) == 2


async def test_the_same_file_again_changes_nothing_and_no_refusal_since(caller: Any, watch: Any) -> None:
    await sent(caller, TABLE)
    watch.turn(timedelta(hours=1))
    refusal = {"channel": "email", "purpose": "advertising", "given": False}
    for customer in ("C-1", "C-2"):
        answer = await caller.http.post(f"/v1/customers/{customer}/consents", json=refusal)
        assert answer.status_code == 201
    watch.turn(timedelta(hours=1))
    again = await sent(caller, TABLE)
    assert (again["created"], again["changed"], again["same"]) == (0, 0, 3)
    for customer in ("C-1", "C-2"):
        assert not (await decided(caller, customer))["email", "advertising"]["given"]


async def test_a_later_decision_counts(caller: Any) -> None:
    await sent(caller, TABLE)
    again = await sent(caller, HEAD + "C-1,,no,,,2025-12-01,2025-4\n")
    assert again["changed"] == 1
    assert not (await decided(caller, "C-1"))["email", "advertising"]["given"]


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ("C-1,,maybe,,,,", "neither yes nor no. (“consent email: maybe”)"),
        ("C-1,,yes,,,03/04/2025,", "no date"),
        ("C-1,,yes,,,2031-01-01,", "has not come"),
        (f"C-1,,yes,,,,{'v' * 61}", "60 characters"),
    ],
)
async def test_what_is_no_decision_is_refused_with_its_reason(caller: Any, row: str, reason: str) -> None:
    told = await sent(caller, f"{HEAD}{row}\nC-2,,no,,,,\n")
    assert told["created"] == 1
    (refused,) = told["rejected"]
    assert refused["line"] == 2
    assert reason in refused["reason"]
    assert (await caller.http.get("/v1/customers/C-1")).status_code == 404


async def test_the_page_knows_the_columns_and_they_may_be_left_out(caller: Any, app: Any, watch: Any) -> None:
    text = "id,name,이메일 수신동의,SMS 야간 수신동의,수신동의일\nC-1,Kim,예,아니오,2025.11.03\nC-2,Lee,글쎄,,\n"
    async with member(app, caller.workspace, watch) as colleague:
        page = (await colleague.http.get("/customers/import")).text
        token = {"_csrf_token": page.split('name="_csrf_token" value="')[1].split('"')[0]}
        file = {"file": ("x.csv", text.encode())}
        korean = {"accept-language": "ko"}
        shown = (await colleague.http.post("/customers/import", data=token, files=file, headers=korean)).text
        assert shown.count('<option value="consent" selected>수신 동의') == 3
        assert "예도 아니오도 아닙니다." in shown
        chosen = token | {"do": "import", "column_3": "ignored", "column_1": "consent"}
        await colleague.http.post("/customers/import", data=chosen, files={"file": ("x.csv", text.encode())})
    assert set(await decided(caller, "C-1")) == {("email", "advertising")}
    assert (await caller.http.get("/v1/customers/C-1")).json()["name"] == "Kim"


async def test_imports_at_once_keep_each_decision_once(caller: Any) -> None:
    await asyncio.gather(sent(caller, TABLE), sent(caller, TABLE))
    found = (await caller.http.get("/v1/customers/C-2/consents")).json()["items"]
    assert len(found) == 2
