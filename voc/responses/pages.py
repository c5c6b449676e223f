"""The public page of a survey: one tap, one sentence, done. Works without JavaScript."""

from typing import Any
from uuid import uuid4

from litestar import Controller, Request, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, URLEncodedBody
from litestar.response import Redirect, Template
from pydantic import TypeAdapter

from voc.clock import Clock
from voc.errors import Invalid
from voc.responses import service
from voc.responses.schemas import ResponseIn
from voc.surveys import queries as surveys
from voc.surveys.domain import SurveyState
from voc.surveys.schemas import PublishedSurvey
from voc.web.bodies import validate
from voc.web.i18n import language_of
from voc.web.pages import page

ANSWER_PREFIX = "answer_"
RESPONSE = TypeAdapter(ResponseIn)
SCORES = frozenset(str(score) for score in range(11))


class LinkPages(Controller):
    """Whoever has the link may answer."""

    path = "/s"
    include_in_schema = False
    opt = {"public": True}
    request_max_body_size = 256 * 1024

    @get("/{survey_id:str}")
    async def questions(self, request: Request[Any, Any, Any], survey_id: FromPath[str]) -> Template:
        """The questions; opening the page records nothing, since mail scanners open links, too."""
        return _show(request, await surveys.published(survey_id), submission_id=uuid4().hex)

    @post("/{survey_id:str}", status_code=303)
    async def answer(
        self,
        request: Request[Any, Any, Any],
        survey_id: FromPath[str],
        data: URLEncodedBody[dict[str, str]],
        clock: NamedDependency[Clock],
    ) -> Redirect | Template:
        """Store the answers; sending the form twice stores them once."""
        survey = await surveys.published(survey_id)
        sent = {name.removeprefix(ANSWER_PREFIX): v for name, v in data.items() if name.startswith(ANSWER_PREFIX)}
        submission_id = data.get("submission_id", "")[:64] or uuid4().hex
        try:
            fields = {
                "survey": survey.id,
                "submission_id": f"link-{submission_id}",
                "answers": _typed(survey, sent),
                "context": {"language": language_of(request)},
            }
            response = validate(RESPONSE, fields)
            await service.receive(survey.workspace, response, now=clock(), channel="link")
        except Invalid as error:
            return _show(request, survey, submission_id=submission_id, sent=sent, error=error)
        return Redirect(f"/s/{survey.id}/thanks", status_code=303)

    @get("/{survey_id:str}/thanks")
    async def thanks(self, request: Request[Any, Any, Any], survey_id: FromPath[str]) -> Template:
        """One line."""
        survey = await surveys.published(survey_id)
        return page(request, "surveys/thanks.html", {"survey": survey.definition})


def _typed(survey: PublishedSurvey, sent: dict[str, str]) -> dict[str, Any]:
    """A form sends text; a score is a number."""
    scores = {question.id for question in survey.definition.questions if question.type == "nps"}
    return {name: int(value) if name in scores and value in SCORES else value for name, value in sent.items()}


def _show(
    request: Request[Any, Any, Any],
    survey: PublishedSurvey,
    *,
    submission_id: str,
    sent: dict[str, str] | None = None,
    error: Invalid | None = None,
) -> Template:
    language = language_of(request)
    places = error.values.get("errors", []) if error else []
    wrong = {place["pointer"].rsplit("/", 1)[-1]: place["message"] for place in places}
    questions = [
        {
            "id": question.id,
            "field": ANSWER_PREFIX + question.id,
            "type": question.type,
            "text": question.in_language(language),
            "required": question.required,
            "value": (sent or {}).get(question.id, ""),
            "wrong": wrong.get(question.id, ""),
        }
        for question in survey.definition.questions
    ]
    context = {
        "survey": survey.definition,
        "id": survey.id,
        "questions": questions,
        "open": survey.state == SurveyState.published,
        "submission_id": submission_id,
    }
    return page(request, "surveys/link.html", context, status=400 if error else 200)
