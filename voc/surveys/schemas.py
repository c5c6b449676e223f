"""Surveys as they come in and go out."""

from pydantic import BaseModel, ConfigDict, Field

from voc.surveys.domain import DEFAULT_QUESTIONS, Question
from voc.values import StoredTime, Value


class SurveyIn(Value):
    """A new survey: a draft until it is published."""

    name: str = Field(min_length=1, max_length=120, pattern=r"\S")
    questions: list[Question] = Field(default=DEFAULT_QUESTIONS, min_length=1, max_length=20)


class SurveyOut(BaseModel):
    """A survey."""

    model_config = ConfigDict(frozen=True)

    id: str
    workspace: str
    name: str
    state: str
    questions: list[Question]
    created_at: StoredTime
    published_at: StoredTime | None


class SurveyPage(Value):
    """A workspace's surveys."""

    items: list[SurveyOut]
    next: str | None = None
