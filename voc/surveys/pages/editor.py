"""The editor of a survey. One form, one address: what was typed is saved with whatever button is pressed.

Without JavaScript every press is a POST that comes back to the page; with it, HTMX posts the same form as the author
types (`do` is empty then) and gets back the facts that changed, so that nothing moves under the author's hands.
"""

from typing import Any
from urllib.parse import urlencode

from litestar import Controller, Request, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery
from litestar.response import Redirect, Template

from voc.clock import Clock
from voc.errors import VocError
from voc.settings import Settings
from voc.surveys import queries, service
from voc.surveys.definition import Definition
from voc.surveys.domain import SurveyChanged
from voc.surveys.editing import Removed, restore
from voc.surveys.effort import LONG_SECONDS, estimated_seconds
from voc.surveys.pages.undoing import fits_address, pack, unpack
from voc.surveys.pages.workbench.commands import Step
from voc.surveys.pages.workbench.deciding import ChangedMeanwhile, decide, written
from voc.surveys.pages.workbench.posted import Fields
from voc.surveys.pages.workbench.views import shown, workbench
from voc.surveys.proofreading import proofread
from voc.surveys.schemas import SurveyOut
from voc.values import Scope
from voc.web.guards import requires
from voc.web.i18n import language_of
from voc.web.pages import page, wants_fragment
from voc.web.security import policy

Answer = Redirect | Template
TRIES = 4
"""How often a change is decided again because a colleague changed another part in the same moment."""
_MAKING = ("add", "copy", "item_add")


class SurveyEditor(Controller):
    """Questions, logic, endings and languages of one survey."""

    path = "/surveys/{survey_id:str}"
    include_in_schema = False
    guards = [requires(Scope.read)]

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
        step = Step(definition=_draft(survey), open=part, language=_language(request, survey, language_in))
        return await _page(request, survey, step, undo=_known(undo, settings), done=done)

    @post("/edit", guards=[requires(Scope.write)], status_code=303)
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
            survey, step = await _save(request.auth.workspace, survey_id, fields, clock, settings)
            done = await _whole(request.auth.workspace, survey_id, do, clock)
        except VocError as problem:
            return await _refused(request, survey_id, fields, problem)
        if done:
            survey = await queries.one(request.auth.workspace, survey_id)
        undo = pack(step.removed, settings) if step.removed else None
        if wants_fragment(request):
            return await _fragment(request, survey, step, undo=undo, done=done, quiet=not do)
        if undo and not fits_address(undo):
            return await _page(request, survey, step, undo=undo)
        return Redirect(_address(survey.id, step, undo=undo, done=done), status_code=303)

    @get("/preview", opt={"csp": policy(frame_ancestors="'self'")})
    async def preview(
        self,
        request: Request[Any, Any, Any],
        survey_id: FromPath[str],
        at: FromQuery[str | None] = None,
        language_in: FromQuery[str | None] = None,
    ) -> Template:
        """The draft as respondents will see it, for a frame beside the editor."""
        survey = await queries.one(request.auth.workspace, survey_id)
        chosen = _language(request, survey, language_in)
        context = {"survey": survey, "draft": shown(_draft(survey)), "at": at, "language_in": chosen}
        return page(request, "surveys/preview.html", context)


async def _save(workspace: str, id_: str, fields: Fields, clock: Clock, settings: Settings) -> tuple[SurveyOut, Step]:
    """Decide on the present draft and store the outcome, again if another part was changed in between."""
    for left in reversed(range(TRIES)):
        survey = await queries.one(workspace, id_)
        before = _draft(survey)
        step = _restored(before, fields, settings) or decide(before, fields, await _avoided(workspace, id_, fields))
        changes = {name: value for name, value in step.definition.items() if value != before.get(name)}
        if not changes:
            return survey, step
        try:
            survey = await service.change(workspace, id_, changes, now=clock(), revision=survey.revision)
        except SurveyChanged:
            if not left:
                raise
            continue
        return survey, step.becomes(definition=_draft(survey))
    raise AssertionError("unreachable")


def _restored(before: dict[str, Any], fields: Fields, settings: Settings) -> Step | None:
    """The step of the button that undoes."""
    if fields.one("do") != "restore" or not (removed := unpack(fields.one("removed"), Removed, settings)):
        return None
    typed = written(before, fields) if removed.at is not None else None
    language = fields.one("language") if fields.one("language") in before["languages"] else before["languages"][0]
    definition, id_ = restore(typed.definition if typed else before, removed)
    return Step(definition=definition, open=f"{removed.kind}:{id_}", language=language)


async def _whole(workspace: str, id_: str, do: str, clock: Clock) -> str | None:
    """Do what concerns the survey as a whole; returns what was done."""
    if do == "publish":
        await service.publish(workspace, id_, now=clock())
    elif do in ("pause", "resume", "close"):
        await service.move(workspace, id_, do)
    else:
        return None
    return do


async def _avoided(workspace: str, id_: str, fields: Fields) -> frozenset[str]:
    """Ids of questions and choices that respondents have met; only who makes new ones needs them."""
    if fields.one("do").partition(":")[0] not in _MAKING:
        return frozenset()
    met: set[str] = set()
    for version in await queries.versions(workspace, id_):
        for question in version.definition.questions:
            met.add(question.id)
            for name in ("choices", "rows", "columns"):
                met |= {item.id for item in getattr(question, name, [])}
    return frozenset(met)


async def _refused(request: Request[Any, Any, Any], survey_id: str, fields: Fields, problem: VocError) -> Template:
    """Say why nothing was saved; what was typed stays in the form."""
    survey = await queries.one(request.auth.workspace, survey_id)
    refused = {"refused": problem, "status": problem.status}
    if wants_fragment(request):
        answer = page(request, "surveys/_notice.html", refused | {"again": True}, status=problem.status)
        answer.headers["hx-reswap"] = "none"
        return answer
    step = Step(definition=_draft(survey), open=None, language=_language(request, survey, fields.one("language")))
    if isinstance(problem, ChangedMeanwhile):
        if problem.mine is not None:
            step = step.becomes(definition=problem.mine, open=fields.one("part"))
    else:
        step = _typed(step, fields)
    return await _page(request, survey, step, **refused)


def _typed(step: Step, fields: Fields) -> Step:
    try:
        return written(step.definition, fields)
    except VocError:
        return step


async def _page(request: Request[Any, Any, Any], survey: SurveyOut, step: Step, **told: Any) -> Template:
    context = await _context(request, survey, step, **told)
    return page(request, "surveys/edit.html", context, status=told.get("status", 200))


async def _fragment(
    request: Request[Any, Any, Any], survey: SurveyOut, step: Step, *, quiet: bool, **told: Any
) -> Template:
    """The editor again, or, after a save while typing, only the facts around the form."""
    context = await _context(request, survey, step, **told) | {"again": True}
    answer = page(request, "surveys/_saved.html" if quiet else "surveys/_editor.html", context)
    if quiet:
        answer.headers["hx-reswap"] = "none"
    else:
        answer.headers["hx-push-url"] = _address(survey.id, step)
    return answer


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
        "may_write": request.auth.may(Scope.write),
    }  # fmt: skip


def _draft(survey: SurveyOut) -> dict[str, Any]:
    return survey.definition().model_dump(mode="json")


def _language(request: Request[Any, Any, Any], survey: SurveyOut, wanted: str | None) -> str:
    """The language to write in: the one asked for, the author's own, or the survey's first."""
    offered = (wanted, language_of(request), survey.languages[0])
    return next(code for code in offered if code in survey.languages and code is not None)


def _known(undo: str | None, settings: Settings) -> str | None:
    return undo if undo and unpack(undo, Removed, settings) else None


def _address(survey_id: str, step: Step, **told: str | None) -> str:
    values = {"part": step.open, "language_in": step.language} | told
    query = urlencode({name: value for name, value in values.items() if value})
    return f"/surveys/{survey_id}/edit" + (f"?{query}" if query else "")
