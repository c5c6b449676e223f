"""A survey that asks for all that may be personal, and somebody who tells it all."""

import pytest_asyncio

from tests.surveying import WHY, publish, response

QUESTIONS = [
    {"id": "nps", "type": "nps", "text": {"en": "How likely?"}},
    WHY,
    {"id": "mail", "type": "email", "text": {"en": "Your address?"}},
    {"id": "call", "type": "phone", "text": {"en": "Your number?"}},
    {
        "id": "who",
        "type": "contact",
        "text": {"en": "Who are you?"},
        "fields": [{"id": name} for name in ("name", "email", "phone", "company", "address")],
    },
    {"id": "page", "type": "url", "text": {"en": "Where?"}},
    {
        "id": "plan",
        "type": "multiple",
        "other": True,
        "text": {"en": "Which plan?"},
        "choices": [{"id": "free", "text": {"en": "Free"}}, {"id": "pro", "text": {"en": "Pro"}}],
    },
]
GIVEN = {
    "nps": 3,
    "why": "환불이 안 돼요. 010-2345-6789 로 연락 주세요.",
    "mail": "minsu.kim@example.test",
    "call": "01023456789",
    "who": {
        "name": "김민수",
        "email": "minsu.kim@example.test",
        "phone": "+82 10 2345 6789",
        "company": "한빛상사",
        "address": "서울시 강남구 테헤란로 152",
    },
    "page": "https://shop.example/orders?email=minsu.kim@example.test",
    "plan": ["pro", {"other": "Ask minsu.kim@example.test"}],
}
SHOWN = {
    "nps": 3,
    "why": "환불이 안 돼요. [PHONE] 로 연락 주세요.",
    "mail": "m•••@example.test",
    "call": "+82 ••-••••-6789",
    "who": {
        "name": "김•••",
        "email": "m•••@example.test",
        "phone": "+82 ••-••••-6789",
        "company": "한빛상사",
        "address": "•••",
    },
    "page": "https://shop.example/orders?email=[KEY]",
    "plan": ["pro", {"other": "Ask [EMAIL]"}],
}
CLEAR = ("minsu.kim", "2345-6789", "2345 6789", "23456789", "김민수", "테헤란로")


def told(text):
    """Which personal data stand in a text."""
    return [each for each in CLEAR if each in text]


@pytest_asyncio.fixture(loop_scope="session")
async def survey(caller):
    """It asks for all that may be personal."""
    return await publish(caller, questions=QUESTIONS)


@pytest_asyncio.fixture(loop_scope="session")
async def given(caller, survey):
    """Id of a finished response of a customer."""
    body = response(survey, answers=GIVEN, customer="c-1", submission_id="s-1")
    answered = await caller.http.post("/v1/responses", json=body)
    assert answered.status_code == 202, answered.text
    return answered.json()["id"]


def at(survey, path=""):
    return f"/v1/surveys/{survey['id']}{path}"
