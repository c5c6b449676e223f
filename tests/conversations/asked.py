"""A survey with every type that a message can ask, and runs that wait at any of its questions."""

from datetime import UTC, datetime, timedelta
from typing import Any

from voc.clock import stamp
from voc.conversations.runs import OPEN, Run, RunState
from voc.surveys.definition import Definition

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
ALWAYS = {"all": []}


def both(english: str, korean: str) -> dict[str, str]:
    """A text in both languages."""
    return {"en": english, "ko": korean}


def choice(id_: str, english: str, korean: str) -> dict[str, Any]:
    """A choice in both languages."""
    return {"id": id_, "text": both(english, korean)}


def jump(when: dict[str, Any], to: str) -> dict[str, Any]:
    """A rule that leads elsewhere."""
    return {"when": when, "then": [{"do": "jump", "to": to}]}


QUESTIONS: list[dict[str, Any]] = [
    {
        "id": "nps",
        "type": "nps",
        "text": both("Would you recommend us?", "추천하시겠어요?"),
        "required": True,
        "rules": [jump({"on": "answer:nps", "is": "at_most", "value": 6}, "wrong")],
    },
    {
        "id": "best",
        "type": "text",
        "text": both("What was good?", "무엇이 좋으셨나요?"),
        "rules": [jump(ALWAYS, "fixed")],
    },
    {
        "id": "wrong",
        "type": "multiple",
        "text": both("What was wrong?", "무엇이 아쉬우셨나요?"),
        "required": True,
        "other": True,
        "choices": [
            choice("late", "It came late", "늦게 왔어요"),
            choice("missing", "Something was missing", "빠진 상품이 있어요"),
            choice("damaged", "It was damaged", "상품이 상했어요"),
        ],
    },
    {
        "id": "fixed",
        "type": "single",
        "text": both("Is it fixed?", "해결됐나요?"),
        "required": True,
        "choices": [choice("yes", "Yes", "네"), choice("partly", "Partly", "일부만요"), choice("no", "No", "아니요")],
    },
    {"id": "stars", "type": "rating", "scale": 5, "text": both("How was our technician?", "기사님은 어떠셨나요?")},
    {
        "id": "days",
        "type": "number",
        "text": both("How long did it take?", "며칠 걸렸나요?"),
        "unit": both("days", "일"),
        "minimum": 0,
        "maximum": 60,
        "whole": True,
    },
    {"id": "day", "type": "date", "text": both("When was that?", "언제였나요?"), "latest": "2026-12-31"},
    {
        "id": "order",
        "type": "ranking",
        "text": both("What matters most?", "무엇이 가장 중요한가요?"),
        "choices": [
            choice("price", "Price", "가격"),
            choice("speed", "Speed", "속도"),
            choice("care", "Kindness", "친절"),
        ],
    },
    {"id": "mail", "type": "email", "text": both("Where can we write to?", "어디로 연락드릴까요?")},
    {
        "id": "call",
        "type": "consent",
        "text": both("Shall we call you?", "전화드릴까요?"),
        "label": both("Yes, please call me", "네, 전화 주세요"),
    },
    {"id": "more", "type": "text", "text": both("Anything else?", "더 하실 말씀이 있으신가요?"), "maximum": 80},
]
SURVEY = Definition.model_validate(
    {
        "name": "After a visit",
        "questions": QUESTIONS,
        "endings": [{"id": "thanks", "title": both("Thank you, that helps!", "고맙습니다, 큰 도움이 돼요!")}],
    }
)
GOOD = {"nps": 9, "best": "kind"}
BAD = {"nps": 3, "wrong": ["late"]}


def run(at: str | None, state: str = "asked", language: str = "en", **fields: Any) -> Run:
    """A run that waits at a question, with the answers before it; `state` as in `RunState`."""
    state_ = RunState(state)
    ids = [question["id"] for question in QUESTIONS]
    before = ids[: ids.index(at)] if at else ids
    usual = {"nps": 9, "best": "kind", "fixed": "yes", "stars": 5, "days": 2, "day": "2026-03-01", "call": True,
             "mail": "kim@example.com", "order": ["price", "speed", "care"], "more": "no"}  # fmt: skip
    answers = BAD if at == "wrong" else {id_: usual[id_] for id_ in before if id_ in usual}
    answers = {id_: each for id_, each in answers.items() if id_ in before}
    return Run.model_validate(
        {
            "survey": "sv_1",
            "version": 1,
            "submission_id": "cnv-1",
            "language": language,
            "state": state_,
            "at": at if state_ in OPEN else None,
            "answers": answers,
            "misunderstood": 1 if state_ == RunState.reasked else 0,
            "reminded": state_ == RunState.reminded,
            "asked_at": stamp(NOON - timedelta(hours=1)),
            "expires_at": stamp(NOON + timedelta(hours=71)),
            "sender": "Acme",
        }
        | fields
    )
