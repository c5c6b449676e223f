"""The public page of a survey: one question at a time without JavaScript, the widget's renderer with it.

Opening the page records nothing, whatever its address suggests: mail scanners open links, too.
"""

from typing import Any
from urllib.parse import urlencode

from litestar import Controller, Request, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Redirect, Template
from pydantic import TypeAdapter

from voc.clock import Clock
from voc.errors import Invalid
from voc.responses import link, queries, service
from voc.responses.asking import direction, ending, following, stage
from voc.responses.forms import field_of, from_form, was_sent
from voc.responses.link import Visit
from voc.responses.schemas import ResponseIn
from voc.surveys import queries as surveys
from voc.surveys.domain import SurveyClosed, refusal
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


class LinkPages(Controller):
    """Whoever has the link may answer."""

    path = "/s"
    include_in_schema = False
    opt = FRAMED
    request_max_body_size = 256 * 1024

    @get("/{survey_id:str}")
    async def questions(self, request: Caller, survey_id: FromPath[str], clock: NamedDependency[Clock]) -> Template:
        """A question: the first one, or where the respondent is."""
        survey = await surveys.published(survey_id)
        visit = link.visit_of(request, survey)
        stored = await _stored(survey, visit)
        if stored is None and (closed := refusal(survey.state, survey.definition.schedule, at=clock())):
            return _closed(request, visit, closed)
        return _show(request, survey, visit, _facts(visit, stored))

    @post("/{survey_id:str}", status_code=303)
    async def answer(
        self,
        request: Caller,
        survey_id: FromPath[str],
        clock: NamedDependency[Clock],
    ) -> Redirect | Template:
        """Save what was answered so far, and go on; sending a form twice saves it once."""
        survey = await surveys.published(survey_id)
        data = {name: each[0] if len(each) == 1 else each for name, each in (await request.form()).dict().items()}
        visit = link.visit_of(request, survey, sent=data)
        stored = await _stored(survey, visit)
        known = _facts(visit, stored)
        asked = [each for each in survey.definition.questions if was_sent(each, data)]
        answers = known.answers | {each.id: from_form(each, data) for each in asked}
        unknown = link.unknown_questions(survey, data)
        facts = known.model_copy(update={"answers": {id_: each for id_, each in answers.items() if each is not None}})
        try:
            wrong = link.wrong(survey, asked, facts)
            if wrong or unknown or not asked:
                raise Invalid("Some answers do not fit their questions.", errors=wrong)
            after = following(survey, facts, asked[-1].id)
            response = validate(RESPONSE, link.response(survey, visit, facts, stored, finished=after is None))
            await service.receive(survey.workspace, response, now=clock(), channel=visit.channel)
        except SurveyClosed as closed:
            return _closed(request, visit, closed.detail)
        except Invalid as error:
            return _show(request, survey, visit.at(asked[0].id if asked else None), facts, error=error)
        place = "/thanks" if after is None else ""
        query = urlencode(visit.query | {"r": visit.submission} | ({"at": after} if after else {}))
        return Redirect(f"/s/{survey.id}{place}?{query}", status_code=303)

    @get("/{survey_id:str}/thanks")
    async def thanks(self, request: Caller, survey_id: FromPath[str]) -> Template:
        """The ending that the answers led to."""
        survey = await surveys.published(survey_id)
        visit = link.visit_of(request, survey)
        facts = _facts(visit, await _stored(survey, visit))
        context = {"ending": ending(survey, facts, visit.language), "again": f"/s/{survey.id}?{urlencode(visit.query)}"}
        return page(request, "responses/thanks.html", _context(survey, visit) | context)


async def _stored(survey: PublishedSurvey, visit: Visit) -> dict[str, Any] | None:
    """What was saved of this respondent's answers to this survey."""
    found = await queries.submission(survey.workspace, link.submission_of(visit.submission))
    return found if found and found["survey"] == survey.id else None


def _facts(visit: Visit, stored: dict[str, Any] | None) -> Facts:
    return Facts(answers=stored["answers"] if stored else {}, hidden=visit.hidden, language=visit.language)


def _show(
    request: Caller, survey: PublishedSurvey, visit: Visit, facts: Facts, *, error: Invalid | None = None
) -> Template:
    suggested = facts.model_copy(update={"answers": visit.suggested | facts.answers})
    here = stage(survey, facts, visit.place, visit.language)
    asked = stage(survey, suggested, here.asked.id, visit.language).asked if not error else here.asked
    query = visit.query | {"r": visit.submission}
    context = {
        "stage": here,
        "asked": asked,
        "field": lambda part: field_of(asked.id, part),
        "wrong": link.wrong_at(error, here.asked.id),
        "action": f"/s/{survey.id}?{urlencode(visit.query)}" if visit.query else f"/s/{survey.id}",
        "back": f"/s/{survey.id}?{urlencode(query | {'at': here.before})}" if here.before else None,
        "prefill": visit.suggested,
    }
    return page(request, "responses/link.html", _context(survey, visit) | context, status=400 if error else 200)


def _closed(request: Caller, visit: Visit, reason: str) -> Template:
    return page(request, "responses/closed.html", _frame(visit) | {"survey": None, "reason": reason})


def _context(survey: PublishedSurvey, visit: Visit) -> dict[str, Any]:
    return _frame(visit) | {"survey": survey, "visit": visit}


def _frame(visit: Visit) -> dict[str, Any]:
    """The page's own words in the survey's language, as far as we have them."""
    base = visit.language.split("-")[0]
    return {
        "language": base if base in LANGUAGES else "en",
        "survey_language": visit.language,
        "direction": direction(visit.language),
        "embedded": visit.embedded,
    }
