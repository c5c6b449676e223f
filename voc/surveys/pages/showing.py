"""The editor's page, and the parts of it that HTMX asks for."""

from typing import Any
from urllib.parse import urlencode

from litestar import Request
from litestar.response import Template

from voc.surveys import queries
from voc.surveys.definition import Definition
from voc.surveys.effort import LONG_SECONDS, estimated_seconds
from voc.surveys.pages.workbench.commands import Step
from voc.surveys.pages.workbench.views import workbench
from voc.surveys.proofreading import proofread
from voc.surveys.schemas import SurveyOut
from voc.values import Resource, Scope
from voc.web.i18n import language_of
from voc.web.pages import page


async def whole_page(request: Request[Any, Any, Any], survey: SurveyOut, step: Step, **told: Any) -> Template:
    """The page; `told` is what is to be said on it: `undo`, `done`, `refused`, and the `status`."""
    context = await _context(request, survey, step, **told)
    return page(request, "surveys/edit.html", context, status=told.get("status", 200))


async def fragment(
    request: Request[Any, Any, Any], survey: SurveyOut, step: Step, *, quiet: bool, **told: Any
) -> Template:
    """The editor again, or, after a save while typing, only the facts around the form."""
    context = await _context(request, survey, step, **told) | {"again": True}
    answer = page(request, "surveys/_saved.html" if quiet else "surveys/_editor.html", context)
    if quiet:
        answer.headers["hx-reswap"] = "none"
    else:
        answer.headers["hx-push-url"] = address(survey.id, step)
    return answer


def address(survey_id: str, step: Step, **told: str | None) -> str:
    """Where the page with this part and language is found."""
    values = {"part": step.open, "language_in": step.language} | told
    query = urlencode({name: value for name, value in values.items() if value})
    return f"/surveys/{survey_id}/edit" + (f"?{query}" if query else "")


def writing_in(request: Request[Any, Any, Any], survey: SurveyOut, wanted: str | None) -> str:
    """The language to write in: the one asked for, the author's own, or the survey's first."""
    offered = (wanted, language_of(request), survey.languages[0])
    return next(code for code in offered if code in survey.languages and code is not None)


async def _context(request: Request[Any, Any, Any], survey: SurveyOut, step: Step, **told: Any) -> dict[str, Any]:
    draft, problems, seconds = None, [], None
    try:
        draft = Definition.model_validate(step.definition)
    except ValueError:
        draft = None  # what was typed is shown, though it cannot be kept
    if draft is not None:
        problems, seconds = proofread(draft), estimated_seconds(draft, step.language)
    before = None
    if survey.version:
        published = await queries.version(survey.workspace, survey.id)
        before = published.definition.model_dump(mode="json")
    context = {"undo": None, "done": None, "refused": None, "again": False} | told
    return context | workbench(step, problems, before, language_of(request)) | {
        "survey": survey,
        "current": "edit",
        "seconds": seconds,
        "long_seconds": LONG_SECONDS,
        "may_write": request.auth.may(Scope.write, Resource.surveys),
    }  # fmt: skip
