"""Whatever strangers send, they get a problem and never a fault of ours."""

import json
import os

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.surveying import ALWAYS, NPS, WHY, Visitor, publish, response
from voc.responses.schemas import SentResponse
from voc.surveys.definition import Definition

CHOICES = [{"id": "a", "text": {"en": "A"}}, {"id": "b", "text": {"en": "B"}}]
SETTINGS = {
    "multiple": {"choices": CHOICES, "other": True},
    "matrix": {"rows": CHOICES, "columns": CHOICES},
    "ranking": {"choices": CHOICES},
    "number": {"whole": True},
    "contact": {"fields": [{"id": "name"}, {"id": "email"}]},
    "consent": {"label": {"en": "Yes"}},
    "file": {},
    "date": {},
    "phone": {},
}
QUESTIONS = [NPS, WHY, *({"id": kind, "type": kind, "text": {"en": kind}} | rest for kind, rest in SETTINGS.items())]
LEAVES = (
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8)
    | st.sampled_from([10**400, -(2**63) - 1, "\0", "\ud800", "\x85", "$where", "x" * 30_000, "9" * 400, "2026-13-45"])
)  # fmt: skip
NAMES = st.sampled_from(["a", "other", "$gt", "a.b", ""])
VALUES = st.recursive(
    LEAVES,
    lambda inner: (
        st.lists(inner, max_size=4) | st.dictionaries(st.sampled_from(["a", "other", "$gt", "a.b", ""]), inner)
    ),
    max_leaves=6,
)
FIELDS = st.sampled_from(
    sorted(SentResponse.model_fields.keys() | Definition.model_fields.keys() | {"channel", "revision"})
)
BODIES = st.dictionaries(FIELDS, VALUES, max_size=3)
SOMETIMES = settings(
    max_examples=int(os.environ.get("VOC_FUZZ_EXAMPLES", "60")),
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)


@pytest.fixture
async def survey(caller):
    quota = {
        "id": "some",
        "name": "Some",
        "limit": 1_000,
        "where": {"on": "answer:why", "is": "contains", "value": "x"},
    }
    schedule = {"limit": 100_000, "quotas": [quota]}
    return await publish(caller, questions=QUESTIONS, schedule=schedule, targeting={"frequency": ALWAYS})


def problem(answer):
    """Taken, or refused with a problem."""
    return answer.status_code < 300 or (
        answer.status_code < 500 and answer.headers["content-type"].startswith("application/problem+json")
    )


@SOMETIMES
@given(body=BODIES, answers=st.dictionaries(st.sampled_from(["nps", "why", *SETTINGS]), VALUES, max_size=3))
async def test_no_response_and_no_ask_is_a_fault(caller, survey, body, answers):
    for path, sent in (
        ("/responses", response(survey, answers=answers) | body),
        ("/responses", response(survey, answers=answers, finished=False)),
        ("/asks", {"survey": survey["id"], "visitor": "v"} | body),
    ):
        answer = await Visitor(caller).send(path, sent)
        assert problem(answer), answer.text


@SOMETIMES
@given(body=BODIES, value=VALUES)
async def test_no_survey_is_a_fault(caller, survey, body, value):
    content = json.dumps({"name": "N", "questions": [NPS | {"rules": [value]}, WHY | {"maximum": value}]} | body)
    headers = {"content-type": "application/json"}
    for method, path in (("POST", "/v1/surveys"), ("PATCH", f"/v1/surveys/{survey['id']}")):
        answer = await caller.http.request(method, path, content=content, headers=headers)
        assert problem(answer), answer.text
    await caller.http.post(f"/v1/surveys/{survey['id']}/publish")
    assert (await Visitor(caller).read()).status_code == 200, "one survey must not silence all others"


@SOMETIMES
@given(said=st.lists(st.text(st.characters(exclude_categories=["Cs"]), max_size=20), min_size=5, max_size=5))
async def test_no_address_is_a_fault(caller, survey, said):
    query = dict(zip(("customer", "url", "device", "language", "event"), said, strict=True))
    assert problem(await caller.http.get(f"/v1/surveys/{survey['id']}/explain", params=query))
    assert problem(await Visitor(caller).read(customer=said[0], signature=said[1]))
    file = {"survey": survey["id"], "question": "file", "name": said[0]}
    assert problem(await caller.http.post(f"/c/{caller.workspace}/files", params=file, content=said[1].encode()))


@pytest.mark.parametrize("path", ["/c/{}/responses", "/v1/responses"])
async def test_a_long_answer_is_refused_before_it_costs_time(caller, survey, path):
    body = response(survey, answers={"multiple": ["a"] * 60_000})
    refused = await caller.http.post(path.format(caller.workspace), json=body)
    assert (refused.status_code, refused.json()["errors"][0]["pointer"]) == (400, "/answers")
    body["answers"] = {"multiple": ["a"] * 600_000}
    assert (await caller.http.post(path.format(caller.workspace), json=body)).status_code == 413
