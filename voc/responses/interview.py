"""A survey as forms, one question at a time, saved as they go: behind a survey's link and behind an invitation alike.

Showing a question records nothing, whatever its address suggests: mail scanners open links, too.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from litestar import Request
from litestar.response import Redirect, Template
from pydantic import TypeAdapter

from voc.asks.domain import OverQuota
from voc.errors import Invalid
from voc.feedback.domain import SubmissionConflict
from voc.responses import look, queries, sent_files, service, visits
from voc.responses.asking import direction, ending, following, stage
from voc.responses.forms import Fields, field_of, from_form, was_sent
from voc.responses.places import is_full
from voc.responses.schemas import ResponseIn
from voc.responses.visits import KIOSK_PATIENCE_SECONDS, Visit
from voc.surveys import queries as surveys
from voc.surveys.domain import SurveyClosed, SurveyState, refusal
from voc.surveys.facts import Facts
from voc.surveys.schemas import PublishedSurvey
from voc.web.bodies import validate
from voc.web.i18n import LANGUAGES
from voc.web.pages import page

RESPONSE = TypeAdapter(ResponseIn)
Caller = Request[Any, Any, Any]
Row = dict[str, Any]


@dataclass(frozen=True)
class Place:
    """Where a respondent is."""

    survey: PublishedSurvey
    """In the respondent's version."""
    visit: Visit
    stored: Row | None
    """What was saved of the answers."""

    @property
    def facts(self) -> Facts:
        """What the survey's logic knows by now."""
        return self.visit.facts(self.stored)

    @property
    def finished(self) -> bool:
        """Whether the last question was answered."""
        return bool(self.stored and self.stored["finished"])

    def at(self, question: str | None) -> "Place":
        """The same respondent at another question."""
        return replace(self, visit=self.visit.at(question))


async def place(survey: PublishedSurvey, visit_of: Callable[[PublishedSurvey], Visit]) -> Place:
    """Where a respondent is: who has begun with a version finishes with it.

    Args:
        survey: the latest published version.
        visit_of: reads the request for a version.
    """
    visit = visit_of(survey)
    stored = await queries.submission(survey.workspace, visit.submission_id)
    if stored is None or stored["survey"] != survey.id:
        return Place(survey, visit, None)
    if stored["version"] == survey.version:
        return Place(survey, visit, stored)
    begun = await surveys.version(survey.workspace, survey.id, stored["version"])
    return Place(begun, visit_of(begun), stored)


async def question(request: Caller, here: Place, *, now: datetime) -> Template | Redirect:
    """A question: the first one, or where the respondent is."""
    survey = here.survey
    if here.finished:
        return to(here.visit, "/thanks")
    if here.stored is None and (refusal(survey.state, survey.definition.schedule, at=now) or await is_full(survey)):
        return _closed(request, here, at=now)
    return _show(request, here, here.facts)


async def answer(request: Caller, here: Place, data: Fields, *, now: datetime) -> Redirect | Template:
    """Save what was answered so far, and go on; sending a form twice saves it once."""
    try:
        return await _save(request, here, data, now=now)
    except SurveyClosed:
        return _closed(request, here, at=now)
    except SubmissionConflict:  # sent from elsewhere meanwhile, or by another survey's visit
        return to(here.visit) if here.stored else to(here.visit.anew())


async def thanks(request: Caller, here: Place) -> Template | Redirect:
    """The ending that the answers led to."""
    if not here.finished:
        return to(here.visit if here.stored else here.visit.anew())
    return _thanks(request, here, ending(here.survey, here.facts, here.visit.language))


def to(visit: Visit, page_: str = "") -> Redirect:
    """To the visit's question, or to a page below its home."""
    query = urlencode(visit.address(with_place=not page_))
    return Redirect(f"{visit.home}{page_}" + (f"?{query}" if query else ""), status_code=303)


async def _save(request: Caller, here: Place, data: Fields, *, now: datetime) -> Redirect | Template:
    """Save the answers of a form.

    Raises:
        SurveyClosed: it takes no new answers.
        SubmissionConflict: these answers were final already.
    """
    survey, visit, known = here.survey, here.visit, here.facts
    asked = [each for each in survey.definition.questions if was_sent(each, data)]
    try:
        data = await sent_files.stored(survey, asked, data, known.answers, now=now)
    except Invalid as error:
        return _show(request, here.at(visits.place_of(error)), known, error=error)
    answers = known.answers | {each.id: from_form(each, data) for each in asked}
    facts = known.model_copy(update={"answers": {id_: each for id_, each in answers.items() if each is not None}})
    try:
        wrong = visits.wrong(survey, asked, facts)
        if wrong or not asked or visits.unknown_questions(survey, data):
            raise Invalid("Some answers do not fit their questions.", errors=wrong)
        after = following(survey, facts, asked[-1].id)
        said = visits.response(survey, visit, facts, here.stored, finished=after is None)
        await service.receive(survey.workspace, validate(RESPONSE, said), now=now, channel=visit.channel)
    except Invalid as error:
        place_ = visits.place_of(error) or (asked[0].id if asked else None)
        return _show(request, here.at(place_), facts, error=error)
    except OverQuota as over:
        return _enough(request, here, facts, over)
    return to(visit.at(after)) if after else to(visit, "/thanks")


def _start(visit: Visit) -> str:
    """Where the next respondent begins."""
    return visit.home + (f"?{urlencode(visit.query)}" if visit.query else "")


def _show(request: Caller, here: Place, facts: Facts, *, error: Invalid | None = None) -> Template:
    survey, visit = here.survey, here.visit
    # who is to send another answer than the stored one is shown that; else what was answered wins
    known = facts.answers | visit.suggested if visit.sends else visit.suggested | facts.answers
    now = stage(survey, facts, visit.place, visit.language)
    suggested = facts.model_copy(update={"answers": known})
    asked = stage(survey, suggested, now.asked.id, visit.language).asked if not error else now.asked
    context = {
        "stage": now,
        "asked": asked,
        "field": lambda part: field_of(asked.id, part),
        "wrong": visits.wrong_at(error, now.asked.id),
        "action": _start(visit),
        "back": f"{visit.home}?{urlencode(visit.at(now.before).address())}" if now.before else None,
    }
    shown = page(request, "responses/link.html", context_of(survey, visit) | context, status=400 if error else 200)
    return _again(shown, visit, KIOSK_PATIENCE_SECONDS) if visit.begun else shown


def _thanks(request: Caller, here: Place, words: Row | None) -> Template:
    context = {"ending": words, "again": _start(here.visit)}
    shown = page(request, "responses/thanks.html", context_of(here.survey, here.visit) | context)
    return _again(shown, here.visit, here.visit.kiosk_seconds or 0)


def _again(shown: Template, visit: Visit, seconds: int) -> Template:
    """A kiosk starts anew for the next person, without JavaScript as well."""
    if visit.kiosk_seconds:
        shown.headers["refresh"] = f"{seconds}; url={_start(visit)}"
    return shown


def _closed(request: Caller, here: Place, *, at: datetime | None) -> Template:
    survey = here.survey
    opens_at = survey.definition.schedule.opens_at
    early = survey.state == SurveyState.published and opens_at is not None and at is not None and at < opens_at
    context = {"opens_at": opens_at if early else None}
    return page(request, "responses/closed.html", context_of(survey, here.visit) | context)


def _enough(request: Caller, here: Place, facts: Facts, over: OverQuota) -> Template:
    """What the author chose for those beyond a quota, else thanks: they have done nothing wrong."""
    if "quota" not in over.values:
        return _closed(request, here, at=None)
    words = ending(here.survey, facts, here.visit.language, id_=over.values["ending"])
    return _thanks(request, here, words)


def context_of(survey: PublishedSurvey, visit: Visit) -> dict[str, Any]:
    """What every page of a survey shows; its own words in the survey's language, as far as we have them."""
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
        "upgrades": not visit.begun and not visit.invited,
    }
