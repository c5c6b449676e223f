"""The tab that brings a survey to people: link, QR code, website, e-mail, SMS, kiosk."""

from io import BytesIO
from typing import Annotated, Any

import segno
from litestar import Controller, Request, Response, get
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery, QueryParameter
from litestar.response import Template

from voc.channels import segments
from voc.settings import Settings
from voc.surveys import queries, sharing
from voc.surveys.effort import estimated_seconds
from voc.surveys.schemas import SurveyOut
from voc.values import Resource, Scope
from voc.web.guards import requires
from voc.web.i18n import language_of
from voc.web.pages import page

Source = Annotated[str, QueryParameter(pattern=r"^[\w .:-]{0,60}$")]
SMS_LIMIT_CHARACTERS = 2_000
_PNG_PIXELS_PER_MODULE = 24
"""About 900 pixels for a link: sharp on a page of paper."""


class SharePages(Controller):
    """What to copy where."""

    path = "/surveys/{survey_id:str}"
    include_in_schema = False
    guards = [requires(Scope.read, Resource.surveys)]

    @get("/share")
    async def show(
        self,
        request: Request[Any, Any, Any],
        survey_id: FromPath[str],
        settings: NamedDependency[Settings],
        source: Source = "",
        sms_text: FromQuery[str | None] = None,
    ) -> Template:
        """Every way at once; `source` marks the link and the QR code, `sms_text` is counted."""
        survey = await queries.one(request.auth.workspace, survey_id)
        sender = request.user.workspace_name
        source = source.strip()
        context = _ways(survey, settings.public_url.rstrip("/"), sender, source, language_of(request))
        text = (sms_text or context["texts"][0]["sms"])[:SMS_LIMIT_CHARACTERS]
        context |= {"survey": survey, "current": "share", "source": source}
        context |= {"sms_text": text, "size": segments.size(text)}
        return page(request, "surveys/share.html", context, fragment="surveys/_sms.html")

    @get(["/qr.svg", "/qr.png"])
    async def qr(
        self,
        request: Request[Any, Any, Any],
        survey_id: FromPath[str],
        settings: NamedDependency[Settings],
        source: Source = "",
    ) -> Response[bytes]:
        """The link as a QR code, dark on white whatever the page's colours: cameras expect it."""
        survey = await queries.one(request.auth.workspace, survey_id)
        picture = segno.make(sharing.link(settings.public_url, survey.id, source=source.strip() or "qr"), error="m")
        kind = request.url.path.rpartition(".")[2]
        out = BytesIO()
        scale = _PNG_PIXELS_PER_MODULE if kind == "png" else 8
        picture.save(out, kind=kind, scale=scale, border=4, dark="#000", light="#fff")
        media = "image/svg+xml" if kind == "svg" else "image/png"
        return Response(out.getvalue(), media_type=media)


def _ways(survey: SurveyOut, app_url: str, sender: str, source: str, language: str) -> dict[str, Any]:
    return {
        "link": sharing.link(app_url, survey.id, source=source or None),
        "kiosk": sharing.link(app_url, survey.id, kiosk="", source="kiosk"),
        "snippet": sharing.snippet(app_url, survey.workspace),
        "inline": sharing.inline(survey.id),
        "frame": sharing.frame(app_url, survey.id, survey.name),
        "npm": sharing.npm(app_url, survey.workspace, survey.id),
        "texts": [_texts(survey, app_url, sender, each) for each in _languages(survey, language)],
    }


def _languages(survey: SurveyOut, reader: str) -> list[str]:
    """The survey's languages that we have wordings in, the reader's first; at least English."""
    bases = dict.fromkeys(language.split("-")[0] for language in survey.languages)
    known = [language for language in bases if language in sharing.LANGUAGES] or ["en"]
    return sorted(known, key=lambda language: language != reader)


def _texts(survey: SurveyOut, app_url: str, sender: str, language: str) -> dict[str, Any]:
    by_mail = sharing.link(app_url, survey.id, source="email", lang=language)
    by_sms = sharing.link(app_url, survey.id, source="sms")
    seconds = estimated_seconds(survey.definition(), language)
    return {
        "language": language,
        "mail": sharing.mail(language, sender, by_mail, questions=len(survey.questions), seconds=seconds),
        "sms": sharing.sms(language, sender, by_sms, seconds=seconds),
    }
