"""The editor of a survey. One form, one address: what was typed is saved with whatever button is pressed.

Without JavaScript every press is a POST that comes back to the page; with it, HTMX posts the same form as the author
types (`do` is empty then) and gets back the facts that changed, so that nothing moves under the author's hands.
"""

from typing import Any

from litestar import Controller, Request, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery
from litestar.response import Redirect, Template

from voc.clock import Clock
from voc.errors import VocError
from voc.settings import Settings
from voc.surveys import queries
from voc.surveys.editing import Removed
from voc.surveys.pages.picturing import FORM_LIMIT_BYTES, keep_pictures
from voc.surveys.pages.saving import act, draft_of, save
from voc.surveys.pages.showing import address, fragment, whole_page, writing_in
from voc.surveys.pages.undoing import fits_address, pack, unpack
from voc.surveys.pages.workbench.commands import Step
from voc.surveys.pages.workbench.deciding import ChangedMeanwhile, written
from voc.surveys.pages.workbench.posted import Fields
from voc.surveys.pages.workbench.views import shown
from voc.values import Resource, Scope
from voc.web.guards import requires
from voc.web.pages import page, wants_fragment
from voc.web.security import policy

Answer = Redirect | Template


class SurveyEditor(Controller):
    """Questions, logic, endings and languages of one survey."""

    path = "/surveys/{survey_id:str}"
    include_in_schema = False
    guards = [requires(Scope.read, Resource.surveys)]

    @get("/edit")
    async def show(
        self,
        request: Request[Any, Any, Any],
        survey_id: FromPath[str],
        settings: NamedDependency[Settings],
        part: FromQuery[str | None] = None,
        language_in: FromQuery[str | None] = None,
        undo: FromQuery[str | None] = None,
        done: FromQuery[str | None] = None,
    ) -> Template:
        """The draft, with the part that is open."""
        survey = await queries.one(request.auth.workspace, survey_id)
        step = Step(definition=draft_of(survey), open=part, language=writing_in(request, survey, language_in))
        return await whole_page(request, survey, step, undo=_known(undo, settings), done=done)

    @post(
        "/edit",
        guards=[requires(Scope.write, Resource.surveys)],
        status_code=303,
        request_max_body_size=FORM_LIMIT_BYTES,
    )
    async def edit(
        self,
        request: Request[Any, Any, Any],
        survey_id: FromPath[str],
        settings: NamedDependency[Settings],
        clock: NamedDependency[Clock],
    ) -> Answer:
        """Save what was typed and do what the button says."""
        fields = Fields(await request.form())
        do = fields.one("do")
        try:
            await keep_pictures(request.auth.workspace, survey_id, fields, now=clock())
            survey, step = await save(request.auth.workspace, survey_id, fields, clock, settings)
            done = await act(request.auth.workspace, survey_id, do, clock)
        except VocError as problem:
            return await _refused(request, survey_id, fields, problem)
        if done:
            survey = await queries.one(request.auth.workspace, survey_id)
        undo = pack(step.removed, settings) if step.removed else _kept(fields, settings)
        if wants_fragment(request):
            return await fragment(request, survey, step, undo=undo, done=done, quiet=not do)
        if undo and not fits_address(undo):
            return await whole_page(request, survey, step, undo=undo)
        return Redirect(address(survey.id, step, undo=undo, done=done), status_code=303)

    @get("/preview", opt={"csp": policy(frame_ancestors="'self'", images="https:")})
    async def preview(
        self,
        request: Request[Any, Any, Any],
        survey_id: FromPath[str],
        at: FromQuery[str | None] = None,
        language_in: FromQuery[str | None] = None,
    ) -> Template:
        """The draft as respondents will see it, for a frame beside the editor."""
        survey = await queries.one(request.auth.workspace, survey_id)
        chosen = writing_in(request, survey, language_in)
        context = {"survey": survey, "draft": shown(draft_of(survey)), "at": at, "language_in": chosen}
        return page(request, "surveys/preview.html", context)


async def _refused(request: Request[Any, Any, Any], survey_id: str, fields: Fields, problem: VocError) -> Template:
    """Say why nothing was saved; what was typed stays in the form."""
    survey = await queries.one(request.auth.workspace, survey_id)
    refused = {"refused": problem, "status": problem.status}
    if wants_fragment(request):
        answer = page(request, "surveys/_notice.html", refused | {"again": True}, status=problem.status)
        answer.headers["hx-reswap"] = "none"
        return answer
    step = Step(definition=draft_of(survey), open=None, language=writing_in(request, survey, fields.one("language")))
    if isinstance(problem, ChangedMeanwhile):
        if problem.mine is not None:
            step = step.becomes(definition=problem.mine, open=fields.one("part"))
    else:
        step = _typed(step, fields)
    return await whole_page(request, survey, step, **refused)


def _typed(step: Step, fields: Fields) -> Step:
    try:
        return written(step.definition, fields)
    except VocError:
        return step


def _kept(fields: Fields, settings: Settings) -> str | None:
    """The undo of a whole question or ending outlives typing elsewhere; that of a part would undo the typing."""
    offered = fields.one("removed")
    removed = unpack(offered, Removed, settings) if offered and not fields.one("do") else None
    return offered if removed and removed.at is not None else None


def _known(undo: str | None, settings: Settings) -> str | None:
    return undo if undo and unpack(undo, Removed, settings) else None
