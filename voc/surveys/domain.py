"""What a survey may go through; pure."""

from datetime import datetime
from enum import StrEnum

from voc.errors import VocError
from voc.feedback.domain import TEXT_LIMIT_CHARACTERS
from voc.surveys.definition import Schedule
from voc.surveys.questions import Question
from voc.surveys.questions.nps import NpsQuestion
from voc.surveys.questions.text import TextQuestion


class SurveyState(StrEnum):
    """Whether a survey asks and takes answers."""

    draft = "draft"
    published = "published"
    paused = "paused"
    """Asks nobody; who has begun may finish."""
    closed = "closed"


class SurveyClosed(VocError):
    """The survey takes no answers."""

    slug, title, status = "survey-closed", "Survey closed", 409


class SurveyHasErrors(VocError):
    """The draft cannot go live; `values["errors"]` says why."""

    slug, title, status = "survey-has-errors", "Survey has errors", 409


class SurveyChanged(VocError):
    """Somebody else changed the survey meanwhile; nothing was stored."""

    slug, title, status = "survey-changed", "Changed meanwhile", 409


class WrongState(VocError):
    """The survey's state does not allow this."""

    slug, title, status = "wrong-state", "Not possible now", 409


MOVES = {
    "pause": ({SurveyState.published}, SurveyState.paused),
    "resume": ({SurveyState.paused, SurveyState.closed}, SurveyState.published),
    "close": ({SurveyState.published, SurveyState.paused}, SurveyState.closed),
}
"""By action: the states it starts from, and the one it leads to."""


def moved(state: SurveyState, action: str) -> SurveyState:
    """The state after `action`; the state it leads to already is left as it is.

    Raises:
        WrongState: it does not start from here.
    """
    before, after = MOVES[action]
    if state != after and state not in before:
        raise WrongState(f"A survey that is {state} cannot {action}.", state=state.value)
    return after


def refusal(state: SurveyState, schedule: Schedule, *, at: datetime) -> str | None:
    """Why a survey takes no new answers at `at`; None while it does."""
    if state != SurveyState.published:
        return f"This survey is {state}."
    if schedule.opens_at is not None and at < schedule.opens_at:
        return f"This survey opens at {schedule.opens_at.isoformat()}."
    if schedule.closes_at is not None and at >= schedule.closes_at:
        return f"This survey closed at {schedule.closes_at.isoformat()}."
    return None


def default_questions() -> list[Question]:
    """An NPS score and the reason for it."""
    return [
        NpsQuestion(
            id="nps",
            type="nps",
            required=True,
            text={
                "en": "How likely are you to recommend us to a friend or colleague?",
                "ko": "저희를 친구나 동료에게 추천하실 마음이 얼마나 있으신가요?",
            },
        ),
        TextQuestion(
            id="why",
            type="text",
            maximum=TEXT_LIMIT_CHARACTERS,
            text={"en": "What is the main reason for your score?", "ko": "그렇게 생각하신 가장 큰 이유를 들려주세요."},
        ),
    ]
