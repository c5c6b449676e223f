"""How a survey begins: from a template, blank, or from a file. Nothing is kept before the author says so."""

from typing import Any

from litestar import Controller, Request, get, post
from litestar.datastructures import UploadFile
from litestar.di import NamedDependency
from litestar.params import FromPath, URLEncodedBody
from litestar.response import Redirect, Template

from voc.clock import Clock
from voc.errors import Invalid
from voc.surveys import exchange, service
from voc.surveys.catalogue import template, templates
from voc.surveys.definition import Definition
from voc.surveys.effort import estimated_seconds
from voc.surveys.pages.tabs import TabForm
from voc.surveys.texts import in_language
from voc.values import Resource, Scope
from voc.web.guards import requires
from voc.web.i18n import language_of
from voc.web.pages import page

FILE_LIMIT_BYTES = 1024 * 1024
SHOWN_QUESTIONS = 30
Caller = Request[Any, Any, Any]


class BlankForm(TabForm):
    """A survey from scratch."""

    name: str = ""


class KeepForm(TabForm):
    """A file whose translation was looked at."""

    text: str = ""
    name: str = ""


class NewSurveyPages(Controller):
    """The first page of a new survey."""

    path = "/surveys/new"
    include_in_schema = False
    guards = [requires(Scope.write, Resource.surveys)]

    @get()
    async def gallery(self, request: Caller) -> Template:
        """Templates, an empty one, a file."""
        return _gallery(request)

    @post("/template/{template_id:str}", status_code=303)
    async def from_template(
        self, request: Caller, template_id: FromPath[str], data: URLEncodedBody[TabForm], clock: NamedDependency[Clock]
    ) -> Redirect:
        """A draft with the template's questions, named in the author's language."""
        return await _kept(request, template(template_id).for_author(language_of(request)), clock)

    @post("/blank", status_code=303)
    async def blank(
        self, request: Caller, data: URLEncodedBody[BlankForm], clock: NamedDependency[Clock]
    ) -> Redirect | Template:
        """A draft with one open question, its author's language first."""
        if not 1 <= len(data.name) <= 120:
            return _gallery(request, wrong={"name": "empty"})
        question: dict[str, Any] = {
            "id": "why",
            "type": "text",
            "text": {"en": "What would you like to tell us?", "ko": "어떤 이야기를 들려주고 싶으신가요?"},
        }
        languages = sorted(question["text"], key=lambda code: code != language_of(request))
        entries = {"name": data.name, "languages": languages, "questions": [question]}
        return await _kept(request, Definition.model_validate(entries), clock)

    @post("/file", status_code=200)
    async def look(self, request: Caller) -> Template:
        """What a file would become, and what of it would not; nothing is stored."""
        form = await request.form()
        text = pasted = str(form.get("text") or "")
        file = form.get("file")
        if isinstance(file, UploadFile) and file.filename:
            content = await file.read(FILE_LIMIT_BYTES + 1)
            if len(content) > FILE_LIMIT_BYTES:
                return _gallery(request, refused="The file is larger than 1 MB.")
            text = content.decode("utf-8-sig", "replace")
        if not text.strip():
            return _gallery(request, wrong={"file": "empty"})
        try:
            imported = exchange.read(text)
        except Invalid as error:
            return _gallery(request, refused=error.detail, places=error.values.get("errors", []), pasted=pasted)
        return _review(request, imported, text)

    @post("/keep", status_code=303)
    async def keep(self, request: Caller, data: URLEncodedBody[KeepForm], clock: NamedDependency[Clock]) -> Redirect:
        """The draft that was looked at."""
        definition = exchange.read(data.text).definition
        if 1 <= len(data.name) <= 120:
            definition = definition.model_copy(update={"name": data.name})
        return await _kept(request, definition, clock)


def _gallery(
    request: Caller,
    *,
    wrong: dict[str, str] | None = None,
    refused: str = "",
    places: list[dict[str, str]] | None = None,
    pasted: str = "",
) -> Template:
    language = language_of(request)
    offers = [
        {
            "id": each.id,
            "name": in_language(each.name, language),
            "purpose": in_language(each.purpose, language),
            "questions": len(each.definition.questions),
            "seconds": estimated_seconds(each.definition, language),
            "first": each.definition.questions[0].in_language(language, each.definition.first_language),
        }
        for each in templates()
    ]
    context = {
        "templates": offers,
        "wrong": {"name": "", "file": "", **(wrong or {})},
        "refused": refused,
        "places": (places or [])[:10],
        "pasted": pasted,
    }
    return page(request, "surveys/new.html", context, status=422 if wrong or refused else 200)


def _review(request: Caller, imported: exchange.Imported, text: str) -> Template:
    language, definition = language_of(request), imported.definition
    questions = [(each.type, each.in_language(language, definition.first_language)) for each in definition.questions]
    context = {
        "definition": definition,
        "source": imported.source,
        "remarks": [{"kind": each.kind, "values": each.values, "message": each.message} for each in imported.remarks],
        "questions": questions[:SHOWN_QUESTIONS],
        "more": max(0, len(questions) - SHOWN_QUESTIONS),
        "text": text,
    }
    return page(request, "surveys/import.html", context)


async def _kept(request: Caller, definition: Definition, clock: Clock) -> Redirect:
    survey = await service.create(request.auth.workspace, definition, now=clock())
    return Redirect(f"/surveys/{survey.id}/edit", status_code=303)
