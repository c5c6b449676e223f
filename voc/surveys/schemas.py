"""Surveys as they come in and go out."""

from typing import Any

from pydantic import ConfigDict, Field

from voc.surveys.definition import Definition
from voc.surveys.domain import SurveyState, default_questions
from voc.surveys.questions import Question
from voc.values import StoredTime, Value


class SurveyIn(Definition):
    """A new survey: a draft until it is published. Without questions it asks for an NPS score and the reason for it."""

    questions: list[Question] = Field(default_factory=default_questions, min_length=1, max_length=50)


class SurveyOut(Definition):
    """A survey: its draft at top level, and where it stands."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: str
    workspace: str
    state: SurveyState
    version: int
    """Number of the latest published version; 0 for none."""
    changed: bool
    """Whether the draft differs from the published version."""
    revision: int
    """Raised by every change."""
    created_at: StoredTime
    published_at: StoredTime | None

    def definition(self) -> Definition:
        """The draft alone."""
        return Definition.model_validate(self.model_dump(include=set(Definition.model_fields)))


class PublishedSurvey(Value):
    """What respondents meet: one published version, under the latest version's schedule."""

    id: str
    workspace: str
    state: SurveyState
    version: int
    definition: Definition


class SurveyPage(Value):
    """A workspace's surveys."""

    items: list[SurveyOut]
    next: str | None = None


class VersionOut(Value):
    """A published version."""

    number: int
    published_at: StoredTime | None
    definition: Definition


class VersionPage(Value):
    """A survey's published versions, the latest first."""

    items: list[VersionOut]
    next: str | None = None


class SurveyPatch(Value):
    """Some fields of the draft; unknown ones are refused when the whole is checked."""

    model_config = ConfigDict(frozen=True, extra="allow")

    revision: int | None = None
    """The revision that the changes were made upon; without one the last writer wins."""

    def changes(self) -> dict[str, Any]:
        """The fields of the draft that were sent."""
        return dict(self.model_extra or {})
