"""The tab with what follows a survey's thanks."""

from typing import Any

from litestar import Controller, Request, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery
from litestar.response import Redirect, Template

from voc.clock import Clock
from voc.surveys import queries, service
from voc.surveys.afterwards import QUESTION_LIMIT_CHARACTERS, asks_for_personal_data
from voc.surveys.pages.tabs import Wrong, back_to, tab
from voc.surveys.schemas import SurveyOut
from voc.values import Resource, Scope
from voc.web.guards import requires

Caller = Request[Any, Any, Any]
MODES = ("missing", "own", "none")


class AfterThanksPages(Controller):
    """An approved answer, or one question back."""

    path = "/surveys/{survey_id:str}/after"
    include_in_schema = False
    guards = [requires(Scope.read, Resource.surveys)]

    @get()
    async def show(self, request: Caller, survey_id: FromPath[str], saved: FromQuery[int] = 0) -> Template:
        """As it is in the draft."""
        survey = await queries.one(request.auth.workspace, survey_id)
        kept = survey.afterwards.model_dump(mode="json")
        return _show(request, survey, kept, saved=bool(saved))

    @post(guards=[requires(Scope.write, Resource.surveys)], status_code=303)
    async def save(
        self, request: Caller, survey_id: FromPath[str], clock: NamedDependency[Clock]
    ) -> Redirect | Template:
        """Keep it in the draft; a question in words of one's own needs some."""
        survey = await queries.one(request.auth.workspace, survey_id)
        form = await request.form()
        said = {code: str(form.get(f"question_{code}") or "").strip() for code in survey.languages}
        mode = str(form.get("follow_up"))
        wanted: dict[str, Any] = {
            "answers": bool(form.get("answers")),
            "follow_up": mode if mode in MODES else "missing",
            "question": {code: words for code, words in said.items() if words} or None,
        }
        if wrong := _wrong(wanted, said):
            return _show(request, survey, wanted | {"question": said}, wrong=wrong)
        revision = str(form.get("revision") or "")
        known = int(revision) if revision.isascii() and revision.isdigit() and len(revision) < 10 else None
        await service.change(survey.workspace, survey.id, {"afterwards": wanted}, now=clock(), revision=known)
        return back_to(survey_id, "after", saved=1)


def _wrong(wanted: dict[str, Any], said: dict[str, str]) -> Wrong:
    wrong = {f"question_{code}": "personal" for code, words in said.items() if asks_for_personal_data(words)}
    wrong |= {f"question_{code}": "long" for code, words in said.items() if len(words) > QUESTION_LIMIT_CHARACTERS}
    if wanted["follow_up"] == "own" and not wanted["question"]:
        wrong[f"question_{next(iter(said))}"] = "empty"
    return wrong


def _show(
    request: Caller, survey: SurveyOut, kept: dict[str, Any], *, saved: bool = False, wrong: Wrong | None = None
) -> Template:
    context = {
        "kept": kept, "said": kept["question"] or {}, "codes": survey.languages, "saved": saved,
        "longest": QUESTION_LIMIT_CHARACTERS,
    }  # fmt: skip
    return tab(request, survey, "after", context, wrong=wrong)
