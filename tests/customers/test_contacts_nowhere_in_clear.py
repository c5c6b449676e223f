"""A contact under a name that says so, or in place of an id, rests nowhere in clear, by whatever way it comes."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.channels.signed import SECRET
from tests.inviting import Company, company, declared_tasks, post  # noqa: F401  pytest finds fixtures by name
from tests.people import member
from tests.resting import resting
from tests.surveying import Visitor, publish, response
from voc.accounts.domain import Role
from voc.customers import contacts

MAIL, PHONE = "kim.lee@example.test", "010-1234-5678"
CLEAR = ("kim.lee@", "1234-5678", "12345678")
TOLD = {"email": MAIL, "Phone-Number": PHONE, "plan": "pro"}
MASKED = {"email": "k•••@example.test", "Phone-Number": "+82 ••-••••-5678", "plan": "pro"}


async def in_clear(database: Any, workspace: str) -> list[str]:
    """Which collections tell a contact."""
    found = await resting(database, workspace)
    return sorted(name for name, text in found.items() if any(each in text for each in CLEAR))


async def test_surroundings_of_a_verbatim(company: Any, post: Any, database: Any) -> None:  # noqa: F811
    said = {"text": "It came late.", "channel": "email", "customer": "c-1", "attributes": TOLD}
    body = {"submission_id": "s-1"} | said
    await company.ok("POST", "/v1/feedback", json=body)
    await company.ok("POST", "/v1/feedback", json=[{"submission_id": "s-2"} | said, {"submission_id": "s-3"} | said])
    assert (await company.ok("POST", "/v1/feedback", json=body))["status"] == "duplicate"
    found = (await company.ok("GET", "/v1/feedback"))["items"]
    assert [each["attributes"] for each in found] == [MASKED] * 3
    assert await in_clear(database, company.workspace) == []


async def test_hidden_fields_and_context_of_a_response(company: Any, post: Any, database: Any) -> None:  # noqa: F811
    why = {"nps": 9, "why": "Quick."}
    body = response(company.survey, answers=why, hidden=TOLD, context={"E-Mail": MAIL, "url": "/"}, customer=MAIL)
    first = await company.ok("POST", "/v1/responses", json=body)
    assert await company.ok("POST", "/v1/responses", json=body) == first
    await post.settle()
    (found,) = (await company.ok("GET", f"/v1/surveys/{company.survey['id']}/responses"))["items"]
    assert found["hidden"] == MASKED
    (verbatim,) = (await company.ok("GET", "/v1/feedback"))["items"]
    assert verbatim["attributes"] == MASKED | {"E-Mail": MASKED["email"], "url": "/"}
    assert await in_clear(database, company.workspace) == []


ASKED = [
    {"id": "why", "type": "text", "text": {"en": "Why?"}},
    {"id": "mail", "type": "email", "text": {"en": "Your address?"}},
    {"id": "call", "type": "phone", "text": {"en": "Your number?"}},
    {"id": "who", "type": "contact", "text": {"en": "You?"}, "fields": [{"id": "email"}, {"id": "phone"}]},
]
ANSWERED = {
    "why": f"Late again. Write to {MAIL} or call {PHONE}!",
    "mail": MAIL,
    "call": PHONE,
    "who": {"email": MAIL, "phone": PHONE},
}


async def test_what_is_answered_in_a_survey(
    app: Any,
    company: Any,  # noqa: F811
    post: Any,  # noqa: F811
    database: Any,
    watch: Any,
) -> None:
    survey = await publish(company.caller, questions=ASKED)
    saved = response(survey, answers=ANSWERED, customer="c-1", submission_id="s-1", finished=False, sequence=1)
    await company.ok("POST", "/v1/responses", json=saved)
    assert await in_clear(database, company.workspace) == []
    await post.later(hours=1)
    made = await company.ok("POST", "/v1/responses", json=saved | {"finished": True, "sequence": 2})
    assert await in_clear(database, company.workspace) == []
    await post.settle()
    assert await in_clear(database, company.workspace) == []
    (person,) = (await company.ok("GET", "/v1/customers", params={"q": "c-1"}))["items"]
    below = f"/surveys/{survey['id']}"
    paths = [f"/v1{below}/results/export?format={each}" for each in ("csv", "json")]
    paths += [f"/v1{below}/results", f"/v1{below}/responses", f"/v1{below}/responses/{made['id']}"]
    paths += [f"/v1/customers/{person['id']}/timeline", "/v1/feedback"]
    pages = [f"{below}/{each}" for each in ("results", "responses", f"responses/{made['id']}", "results/export")]
    pages += [f"/customers/{person['id']}", "/feedback"]
    async with member(app, company.workspace, watch, Role.admin) as colleague:
        for http, each in [(company.http, path) for path in paths] + [(colleague.http, path) for path in pages]:
            answer = await http.get(each)
            assert answer.status_code == 200, each
            assert not any(clear in answer.text for clear in CLEAR), each


async def test_what_happened_to_a_customer(company: Any, post: Any, database: Any) -> None:  # noqa: F811
    made = await company.ok("POST", "/v1/customers", json={"id": "c-1", "attributes": TOLD})
    happened = {"kind": "called", "fields": TOLD | {"mobile": 821012345678}}
    await company.ok("POST", f"/v1/customers/{made['id']}/events", json=happened)
    entries = (await company.ok("GET", f"/v1/customers/{made['id']}/timeline"))["items"]
    told = next(each["fields"] for each in entries if each["kind"] == "event")
    assert MASKED.items() | {("mobile", MASKED["Phone-Number"])} <= told.items()
    for wanted in (MAIL.upper(), PHONE):
        (found,) = (await company.ok("GET", "/v1/customers", params={"q": wanted}))["items"]
        assert found["id"] == made["id"]
    assert await in_clear(database, company.workspace) == []


async def test_a_signal_about_somebody_who_is_called_by_their_contact(
    company: Any,  # noqa: F811
    post: Any,  # noqa: F811
    database: Any,
) -> None:
    await company.ok("POST", "/v1/customers", json={"id": "c-1", "attributes": {"email": MAIL}})
    rule = {"name": "visit.closed", "survey": company.survey["id"]}
    await company.ok("POST", "/v1/signals/rules", json=rule)
    for number, who in enumerate((MAIL, {"id": MAIL.upper(), "attributes": {"plan": "pro"}}, "+82 10-1234-5678")):
        signal = {"submission_id": f"s{number}", "name": "visit.closed", "customer": who, "fields": TOLD}
        await company.ok("POST", "/v1/signals", json=signal)
    assert await in_clear(database, company.workspace) == []
    await post.settle()
    assert await in_clear(database, company.workspace) == []
    signals = (await company.ok("GET", "/v1/signals"))["items"]
    about = {each["submission_id"]: each["customer"] for each in signals}
    assert (about["s0"], about["s1"]) == ("c-1", "c-1")
    assert about["s2"].startswith("phone:")
    assert len((await company.ok("GET", "/v1/customers", params={"q": MAIL}))["items"]) == 1
    assert len(await company.invitations()) == 3


async def test_a_program_and_the_chat_that_call_customers_by_their_contact(
    company: Any,  # noqa: F811
    post: Any,  # noqa: F811
    database: Any,
    watch: Any,
) -> None:
    from standardwebhooks.webhooks import Webhook as Signer

    await company.ok("PUT", "/v1/channels/api.standard", json={"secret": SECRET})
    body = json.dumps(
        {"type": "feedback.said", "data": {"text": "It came late.", "customer": MAIL, "attributes": TOLD}}
    )
    headers = {
        "webhook-id": "msg_1",
        "webhook-timestamp": str(int(watch().timestamp())),
        "webhook-signature": Signer(SECRET).sign("msg_1", watch(), body),
    }
    await company.ok("POST", f"/hooks/api/standard/{company.workspace}", content=body, headers=headers)
    chat = {"submission_id": "m-1", "text": "Hello?", "visitor": "visitor-1", "customer": MAIL}
    assert (await Visitor(company.caller).send("/chat", chat)).status_code == 202
    assert await in_clear(database, company.workspace) == []
    await post.settle()
    assert await in_clear(database, company.workspace) == []
    (found,) = (await company.ok("GET", "/v1/customers", params={"q": MAIL}))["items"]
    heard = (await company.ok("GET", f"/v1/customers/{found['id']}/timeline"))["items"]
    assert {"It came late.", "Hello?"} <= {each["text"] for each in heard}


@pytest.mark.parametrize(
    ("told", "shown"),
    [
        ({"email": "Kim <kim@example.test>"}, {"email": "•••"}),
        ({"phone": "010-1234-5678, 010-1234-0000"}, {"phone": "•••"}),
        ({"휴대폰 번호": "010-1234-5678"}, {"휴대폰 번호": "+82 ••-••••-5678"}),
        ({"phone": 821012345678.0}, {"phone": "+82 ••-••••-5678"}),
        ({"phone": "iPhone 12", "mobile": True, "email": None}, {"phone": "iPhone 12", "mobile": True, "email": None}),
        ({"url": "mailto:kim@example.test", "emails": 3}, {"url": "mailto:kim@example.test", "emails": 3}),
    ],
)
def test_only_what_is_a_contact_is_masked(told: dict[str, Any], shown: dict[str, Any]) -> None:
    assert contacts.masked(told) == shown


@given(st.emails() | st.from_regex(r"\+?[0-9 ()-]{5,20}", fullmatch=True) | st.text(max_size=30))
def test_masking_twice_is_masking_once(value: str) -> None:
    for name in ("email", "phone"):
        once = contacts.masked({name: value})
        assert contacts.masked(once) == once
