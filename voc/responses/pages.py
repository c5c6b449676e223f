"""The public page of a survey: one question at a time without JavaScript, the widget's renderer with it.

Opening the page records nothing, whatever its address suggests: mail scanners open links, too.
"""

from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from litestar import Controller, Request, Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Redirect, Template
from pydantic import TypeAdapter

from voc.asks.domain import OverQuota
from voc.clock import Clock
from voc.errors import Invalid
from voc.feedback.domain import SubmissionConflict
from voc.responses import link, look, queries, service
from voc.responses.asking import direction, ending, following, stage
from voc.responses.forms import Fields, field_of, from_form, was_sent
from voc.responses.link import KIOSK_PATIENCE_SECONDS, Visit
from voc.responses.places import is_full
from voc.responses.schemas import ResponseIn
from voc.surveys import queries as surveys
from voc.surveys.domain import SurveyClosed, SurveyState, refusal
from voc.surveys.facts import Facts
from voc.surveys.schemas import PublishedSurvey
from voc.web.bodies import validate
from voc.web.i18n import LANGUAGES
from voc.web.pages import page
from voc.web.security import FOR_ANY_SITE, policy

RESPONSE = TypeAdapter(ResponseIn)
FRAMED = {"public": True, "csp": policy(frame_ancestors="*", images="https:"), FOR_ANY_SITE: True}
"""Other sites may show the page inside theirs, where a browser keeps no cookies for us; it acts for nobody."""
Caller = Request[Any, Any, Any]
Row = dict[str, Any]
Place = tuple[PublishedSurvey, Visit, Row | None]
"""A respondent's version of the survey, the visit, and what was saved of the answers."""


class LinkPages(Controller):
    """Whoever has the link may answer."""

    path = "/s"
    include_in_schema = False
    opt = FRAMED
    request_max_body_size = 256 * 1024

    @get("/{survey_id:str}")
    async def questions(
        self, request: Caller, survey_id: FromPath[str], clock: NamedDependency[Clock]
    ) -> Template | Redirect:
        """A question: the first one, or where the respondent is."""
        survey, visit, stored = await _place(request, survey_id)
        if stored and stored["finished"]:
            return _to(survey, visit, "/thanks")
        if stored is None and (refusal(survey.state, survey.definition.schedule, at=clock()) or await is_full(survey)):
            return _closed(request, survey, visit, at=clock())
        return _show(request, survey, visit, _facts(visit, stored))

    @post("/{survey_id:str}", status_code=303)
    async def answer(
        self, request: Caller, survey_id: FromPath[str], clock: NamedDependency[Clock]
    ) -> Redirect | Template:
        """Save what was answered so far, and go on; sending a form twice saves it once."""
        data = {name: each[0] if len(each) == 1 else each for name, each in (await request.form()).dict().items()}
        place = await _place(request, survey_id, sent=data)
        survey, visit, stored = place
        try:
            return await _save(request, place, data, now=clock())
        except SurveyClosed:
            return _closed(request, survey, visit, at=clock())
        except SubmissionConflict:  # sent from elsewhere meanwhile, or by another survey's visit
            return _to(survey, visit) if stored else _to(survey, visit.anew())

    @get("/{survey_id:str}/thanks")
    async def thanks(self, request: Caller, survey_id: FromPath[str]) -> Template | Redirect:
        """The ending that the answers led to."""
        survey, visit, stored = await _place(request, survey_id)
        if stored is None or not stored["finished"]:
            return _to(survey, visit if stored else visit.anew())
        return _thanks(request, survey, visit, ending(survey, _facts(visit, stored), visit.language))

    @get("/{survey_id:str}/look.css")
    async def sheet(self, survey_id: FromPath[str]) -> Response[str]:
        """The author's colours; the page asks for them by version, so a browser may keep them."""
        survey = await surveys.published(survey_id)
        css = look.style_sheet(survey.definition.appearance)
        return Response(css, media_type="text/css", headers={"cache-control": "public, max-age=86400"})


async def _place(request: Caller, survey_id: str, *, sent: Fields | None = None) -> Place:
    """Where a respondent is: who has begun with a version finishes with it.

    Raises:
        NotFound: nothing was ever published under that id.
    """
    survey = await surveys.published(survey_id)
    visit = link.visit_of(request, survey, sent=sent)
    stored = await queries.submission(survey.workspace, link.submission_of(visit.submission))
    if stored is None or stored["survey"] != survey.id:
        return survey, visit, None
    if stored["version"] == survey.version:
        return survey, visit, stored
    begun = await surveys.version(survey.workspace, survey.id, stored["version"])
    return begun, link.visit_of(request, begun, sent=sent), stored


async def _save(request: Caller, place: Place, data: Fields, *, now: datetime) -> Redirect | Template:
    """Save the answers of a form.

    Raises:
        SurveyClosed: it takes no new answers.
        SubmissionConflict: these answers were final already.
    """
    survey, visit, stored = place
    known = _facts(visit, stored)
    asked = [each for each in survey.definition.questions if was_sent(each, data)]
    answers = known.answers | {each.id: from_form(each, data) for each in asked}
    facts = known.model_copy(update={"answers": {id_: each for id_, each in answers.items() if each is not None}})
    try:
        wrong = link.wrong(survey, asked, facts)
        if wrong or not asked or link.unknown_questions(survey, data):
            raise Invalid("Some answers do not fit their questions.", errors=wrong)
        after = following(survey, facts, asked[-1].id)
        response = validate(RESPONSE, link.response(survey, visit, facts, stored, finished=after is None))
        await service.receive(survey.workspace, response, now=now, channel=visit.channel)
    except Invalid as error:
        here = link.place_of(error) or (asked[0].id if asked else None)
        return _show(request, survey, visit.at(here), facts, error=error)
    except OverQuota as over:
        return _enough(request, survey, visit, facts, over)
    return _to(survey, visit.at(after)) if after else _to(survey, visit, "/thanks")


def _facts(visit: Visit, stored: Row | None) -> Facts:
    return Facts(answers=stored["answers"] if stored else {}, hidden=visit.hidden, language=visit.language)


def _to(survey: PublishedSurvey, visit: Visit, page_: str = "") -> Redirect:
    query = urlencode(visit.address(with_place=not page_))
    return Redirect(f"/s/{survey.id}{page_}" + (f"?{query}" if query else ""), status_code=303)


def _start(survey: PublishedSurvey, visit: Visit) -> str:
    """Where the next respondent begins."""
    return f"/s/{survey.id}" + (f"?{urlencode(visit.query)}" if visit.query else "")


def _show(
    request: Caller, survey: PublishedSurvey, visit: Visit, facts: Facts, *, error: Invalid | None = None
) -> Template:
    suggested = facts.model_copy(update={"answers": visit.suggested | facts.answers})
    here = stage(survey, facts, visit.place, visit.language)
    asked = stage(survey, suggested, here.asked.id, visit.language).asked if not error else here.asked
    context = {
        "stage": here,
        "asked": asked,
        "field": lambda part: field_of(asked.id, part),
        "wrong": link.wrong_at(error, here.asked.id),
        "action": _start(survey, visit),
        "back": f"/s/{survey.id}?{urlencode(visit.at(here.before).address())}" if here.before else None,
    }
    shown = page(request, "responses/link.html", _context(survey, visit) | context, status=400 if error else 200)
    return _again(shown, survey, visit, KIOSK_PATIENCE_SECONDS) if visit.begun else shown


def _thanks(request: Caller, survey: PublishedSurvey, visit: Visit, words: Row | None) -> Template:
    context = {"ending": words, "again": _start(survey, visit)}
    shown = page(request, "responses/thanks.html", _context(survey, visit) | context)
    return _again(shown, survey, visit, visit.kiosk_seconds or 0)


def _again(shown: Template, survey: PublishedSurvey, visit: Visit, seconds: int) -> Template:
    """A kiosk starts anew for the next person, without JavaScript as well."""
    if visit.kiosk_seconds:
        shown.headers["refresh"] = f"{seconds}; url={_start(survey, visit)}"
    return shown


def _closed(request: Caller, survey: PublishedSurvey, visit: Visit, *, at: datetime | None) -> Template:
    opens_at = survey.definition.schedule.opens_at
    early = survey.state == SurveyState.published and opens_at is not None and at is not None and at < opens_at
    context = {"opens_at": opens_at if early else None}
    return page(request, "responses/closed.html", _context(survey, visit) | context)


def _enough(request: Caller, survey: PublishedSurvey, visit: Visit, facts: Facts, over: OverQuota) -> Template:
    """What the author chose for those beyond a quota, else thanks: they have done nothing wrong."""
    if "quota" not in over.values:
        return _closed(request, survey, visit, at=None)
    words = ending(survey, facts, visit.language, id_=over.values["ending"])
    return _thanks(request, survey, visit, words)


def _context(survey: PublishedSurvey, visit: Visit) -> dict[str, Any]:
    """The page's own words in the survey's language, as far as we have them."""
    base = visit.language.split("-")[0]
    return {
        "survey": survey,
        "visit": visit,
        "language": base if base in LANGUAGES else "en",
        "survey_language": visit.language,
        "direction": direction(visit.language),
        "embedded": visit.embedded,
        "colour_theme": look.theme(survey.definition.appearance),
        "look": f"/s/{survey.id}/look.css?v={survey.version}",
        "logo": survey.definition.appearance.logo,
        "upgrades": not visit.begun,
    }
